package io.ticketflow.identity.door;

import io.ticketflow.identity.session.SignedIn;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.Settings;
import io.ticketflow.platform.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a request with a browser's session unless it comes from a page of our own origin or is a {@link Navigation}, and a change unless it has the token of
 * that session. A browser sends the session's cookie with requests of other pages of the same site, too.
 */
final class OwnPagesFilter extends OncePerRequestFilter {

    /** Where a request comes from, in the words of the browser: a page of our own, or no page, because a person typed the address. */
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final String origin;
    private final Problems problems;

    OwnPagesFilter(Settings settings, Problems problems) {
        this.origin = originOf(settings.appUrl());
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var caller = SecurityContextHolder.getContext().getAuthentication();
        if (caller == null || !(caller.getPrincipal() instanceof SignedIn signedIn) || !signedIn.isInBrowser()) {
            chain.doFilter(request, response);
        } else if (!isFromOurPages(request) && !Navigation.isMadeBy(request)) {
            refuse(
                    request,
                    response,
                    "CROSS_ORIGIN",
                    "The session of a browser counts only in requests from pages of " + origin
                            + ". Other pages and programs send a token (Authorization: Bearer).");
        } else if (!READS.contains(request.getMethod()) && !XsrfTokens.isSentWith(request)) {
            refuse(
                    request,
                    response,
                    "XSRF_TOKEN_MISSING",
                    "A change with the session of a browser needs the header %s with the value of the cookie %s."
                            .formatted(XsrfTokens.HEADER, XsrfTokens.COOKIE));
        } else {
            chain.doFilter(request, response);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String code, String detail)
            throws IOException {
        problems.refused(request, response, new ForbiddenException(code, detail));
    }

    /** A browser that sends neither header reads with its own page; a change without them still needs the token. */
    private boolean isFromOurPages(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        var sender = request.getHeader(HttpHeaders.ORIGIN);
        return (site == null || OURS.contains(site))
                && (sender == null
                        || sender.equalsIgnoreCase(origin)
                        || sender.equalsIgnoreCase(
                                origin(request.getScheme(), request.getServerName(), request.getServerPort())));
    }

    private static String originOf(URI address) {
        return origin(address.getScheme(), address.getHost(), address.getPort());
    }

    private static String origin(String scheme, String host, int port) {
        var isUsual = port < 0 || port == (scheme.equalsIgnoreCase("https") ? 443 : 80);
        return scheme + "://" + host + (isUsual ? "" : ":" + port);
    }
}
