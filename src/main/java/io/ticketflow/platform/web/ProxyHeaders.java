package io.ticketflow.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** First of all filters, so that every other one knows where a request really comes from. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProxyHeaders extends OncePerRequestFilter {

    private final TrustedProxies proxies;

    ProxyHeaders(FrontSettings settings) {
        this.proxies = TrustedProxies.parse(settings.trustedProxies());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(ForwardedRequest.of(request, proxies), response);
    }

    /** The container hands out its own request again for an error page. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
