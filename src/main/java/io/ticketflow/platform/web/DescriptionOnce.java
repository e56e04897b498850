package io.ticketflow.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Caches the OpenAPI document. It is long, the same for all callers, and open to strangers, who could keep the processors busy with it. */
@Component
class DescriptionOnce extends OncePerRequestFilter {

    private static final Set<String> PATHS = Set.of("/v3/api-docs", "/v3/api-docs.yaml");

    private record Description(String contentType, ByteArrayResource content) {}

    private final Map<String, Description> written = new ConcurrentHashMap<>();

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !HttpMethod.GET.matches(request.getMethod()) || !PATHS.contains(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var description = description(request, response, chain);
        if (description != null) {
            response.setContentType(description.contentType());
            var content = description.content().getByteArray();
            response.setContentLength(content.length);
            response.getOutputStream().write(content);
        }
    }

    /** Requests that come while the document is written for the first time wait for it. Null when writing it failed; the error is then in the answer. */
    private @Nullable Description description(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var known = written.get(request.getRequestURI());
        return known != null ? known : write(request, response, chain);
    }

    private synchronized @Nullable Description write(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var known = written.get(request.getRequestURI());
        if (known != null) {
            return known;
        }
        var caught = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, caught);
        if (caught.getStatus() != HttpServletResponse.SC_OK) {
            caught.copyBodyToResponse();
            return null;
        }
        var first = new Description(
                String.valueOf(caught.getContentType()), new ByteArrayResource(caught.getContentAsByteArray()));
        written.put(request.getRequestURI(), first);
        return first;
    }
}
