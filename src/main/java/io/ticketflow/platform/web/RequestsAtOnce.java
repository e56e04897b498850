package io.ticketflow.platform.web;

import io.ticketflow.platform.TooManyRequestsException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits how many requests of one address are processed at the same time, so that no address occupies all threads. An open stream that has nothing to send does
 * not count.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class RequestsAtOnce extends OncePerRequestFilter {

    private final int most;
    private final Problems problems;
    private final ConcurrentMap<String, Integer> atOnce = new ConcurrentHashMap<>();

    RequestsAtOnce(FrontSettings settings, Problems problems) {
        this.most = settings.requestsAtOncePerAddress();
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var client = ClientNetwork.of(request.getRemoteAddr());
        try {
            if (atOnce.merge(client, 1, Integer::sum) <= most) {
                chain.doFilter(request, response);
            } else {
                problems.refused(
                        request,
                        response,
                        new TooManyRequestsException(
                                "TOO_MANY_AT_ONCE",
                                "%d requests of your address are being answered. Wait for one.".formatted(most),
                                Duration.ofSeconds(1)));
            }
        } finally {
            atOnce.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
        }
    }
}
