package io.ticketflow.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a request whose Content-Type has a wildcard, which only makes sense in Accept. Libraries guess or fail at it, each in its own way, so this filter
 * comes before all of them, at every door.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class KindOfBody extends OncePerRequestFilter {

    private final Problems problems;

    KindOfBody(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isOne(request.getContentType())) {
            chain.doFilter(request, response);
        } else {
            problems.unknownKindOfBody(request, response);
        }
    }

    private static boolean isOne(@Nullable String kind) {
        if (kind == null || kind.isBlank()) {
            return true;
        }
        try {
            return MediaType.parseMediaType(kind).isConcrete();
        } catch (InvalidMediaTypeException unknown) {
            return false;
        }
    }
}
