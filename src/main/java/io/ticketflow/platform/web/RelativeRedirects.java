package io.ticketflow.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes redirects relative, so that people stay on the host where they are; the application never redirects to another host. Libraries build an absolute
 * address from the host that the request names, and a request can name any host.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class RelativeRedirects extends OncePerRequestFilter {

    /** Matches scheme and host as browsers understand them, and the slashes before the path, because two slashes would begin another host. */
    private static final Pattern BEFORE_PATH =
            Pattern.compile("^(?:[A-Za-z][A-Za-z0-9+.-]*:[/\\\\]*|[/\\\\]{2,})[^/\\\\?#]*[/\\\\]*");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, new HttpServletResponseWrapper(response) {
            @Override
            public void sendRedirect(String location) throws IOException {
                super.sendRedirect(path(location));
            }

            @Override
            public void setHeader(String name, String value) {
                super.setHeader(name, isLocation(name) ? path(value) : value);
            }

            @Override
            public void addHeader(String name, String value) {
                super.addHeader(name, isLocation(name) ? path(value) : value);
            }
        });
    }

    private static boolean isLocation(String header) {
        return header.equalsIgnoreCase(HttpHeaders.LOCATION);
    }

    private static String path(String location) {
        return BEFORE_PATH.matcher(location).replaceFirst("/");
    }
}
