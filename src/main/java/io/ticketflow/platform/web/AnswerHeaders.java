package io.ticketflow.platform.web;

import io.ticketflow.platform.Settings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sets the headers that forbid things to browsers, on every answer of every door, errors included. It runs before all other filters. The engine's web
 * applications replace the content policy, because their scripts need one with a nonce.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class AnswerHeaders extends OncePerRequestFilter {

    private static final String CONTENT_POLICY = "Content-Security-Policy";
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    /** Swagger UI uses inline styles and images inside its style sheet, and calls only our API. */
    private static final String SWAGGER =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** ReDoc needs the same, and runs its search in a worker that it creates itself. */
    private static final String REDOC = SWAGGER + "; worker-src blob:; font-src 'self'";

    /** The doors and controllers of these pages set their content policy themselves. */
    private static final Set<String> PAGES = Set.of(
            "/",
            "/login",
            "/logout",
            "/verify-email",
            "/forgot-password",
            "/reset-password",
            "/notifications/turn-off",
            "/reports/leave",
            "/pages.css",
            "/portal.css",
            "/favicon.ico");

    /** The pages of the portal, which Tasklist and Cockpit may show in a frame. */
    private static final Pattern PORTAL = Pattern.compile("/t/.*|/tickets(/.*)?");

    private final boolean secureOnly;

    AnswerHeaders(Settings settings) {
        this.secureOnly = settings.isProduction();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var path = request.getRequestURI();
        response.setHeader("X-Content-Type-Options", "nosniff");
        // The filters of the engine's web applications recognise their pages by this header.
        response.setHeader("Referrer-Policy", "same-origin");
        var isPortal = PORTAL.matcher(path).matches();
        response.setHeader("X-Frame-Options", isPortal || path.startsWith("/camunda") ? "SAMEORIGIN" : "DENY");
        if (secureOnly) {
            // Set on plain HTTP, too, because the proxy in front of the application ends TLS.
            response.setHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        var isError = request.getDispatcherType() == DispatcherType.ERROR;
        if (isError || !(PAGES.contains(path) || isPortal)) {
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

    /** Requests that were refused before this filter ran pass it for the first time on their way to the error page. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
