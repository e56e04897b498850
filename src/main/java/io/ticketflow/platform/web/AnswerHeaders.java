package io.ticketflow.platform.web;

import io.ticketflow.platform.Settings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What every answer tells a browser not to do, whichever door it comes from and whether or not it is an error. Set before anything else runs; the engine's web
 * applications put their own content policy in its place, because their scripts need one with a nonce.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class AnswerHeaders extends OncePerRequestFilter {

    private static final String CONTENT_POLICY = "Content-Security-Policy";
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    /** Swagger UI draws with inline styles and with images inside its style sheet, and calls our API alone. */
    private static final String SWAGGER =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** ReDoc as well, and searches in a worker that it makes itself. */
    private static final String REDOC = SWAGGER + "; worker-src blob:; font-src 'self'";

    /** These say their content policy themselves. */
    private static final Set<String> PAGES =
            Set.of("/", "/login", "/logout", "/verify-email", "/forgot-password", "/reset-password", "/pages.css");

    private final boolean secureOnly;

    AnswerHeaders(Settings settings) {
        this.secureOnly = settings.isProduction();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var path = request.getRequestURI();
        response.setHeader("X-Content-Type-Options", "nosniff");
        // The engine's web applications are told apart by the page that calls.
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("X-Frame-Options", path.startsWith("/camunda") ? "SAMEORIGIN" : "DENY");
        if (secureOnly) {
            // Also over plain HTTP: the proxy in front ends TLS.
            response.setHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        var isError = request.getDispatcherType() == DispatcherType.ERROR;
        if (isError || !PAGES.contains(path)) {
            response.setHeader(CONTENT_POLICY, policyOf(path));
        }
        chain.doFilter(request, response);
    }

    private static String policyOf(String path) {
        if (path.startsWith("/swagger-ui/")) {
            return SWAGGER;
        }
        return path.equals("/redoc") ? REDOC : NOTHING;
    }

    /** What was refused in front of every door passes here for the first time on its way to the error page. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
