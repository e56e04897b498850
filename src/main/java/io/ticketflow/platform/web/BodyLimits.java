package io.ticketflow.platform.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Limits the size of request bodies, with and without a declared length. */
@Component
public class BodyLimits {

    private static final int MEBIBYTE = 1 << 20;
    private static final int API = MEBIBYTE;
    /** The engine's doors accept models and tables, in deployments of several files. */
    private static final int ENGINE = 10 * MEBIBYTE;
    /** A file of 25 MB and the rest of the form. */
    private static final int UPLOAD = 26 * MEBIBYTE;

    private static final PathPatternRequestMatcher.Builder PATHS = PathPatternRequestMatcher.withDefaults();
    private static final RequestMatcher API_ROUTES = PATHS.matcher("/api/v1/**");
    private static final RequestMatcher UPLOADS = PATHS.matcher(HttpMethod.POST, "/api/v1/tickets/{id}/attachments");

    private static final String FORM = MediaType.MULTIPART_FORM_DATA_VALUE;

    private final Problems problems;

    BodyLimits(Problems problems) {
        this.problems = problems;
    }

    /**
     * Comes after authorization in the filter chain of a door, because a body of unknown length is read into memory, and only callers with access may cause
     * that.
     */
    public Filter filter() {
        return new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                var limit = limitOf(request);
                if (request.getContentLengthLong() > limit) {
                    problems.bodyTooLarge(request, response, limit / MEBIBYTE);
                } else if (isOfUnknownLength(request) && !isUpload(request)) {
                    var body = request.getInputStream().readNBytes(limit + 1);
                    if (body.length > limit) {
                        problems.bodyTooLarge(request, response, limit / MEBIBYTE);
                    } else {
                        chain.doFilter(new TakenInRequest(request, body), response);
                    }
                } else {
                    chain.doFilter(request, response);
                }
            }
        };
    }

    private static int limitOf(HttpServletRequest request) {
        if (!API_ROUTES.matches(request)) {
            return ENGINE;
        }
        return isUpload(request) ? UPLOAD : API;
    }

    /** The upload's own code counts the bytes that arrive. */
    private static boolean isUpload(HttpServletRequest request) {
        var type = request.getContentType();
        return type != null && type.regionMatches(true, 0, FORM, 0, FORM.length()) && UPLOADS.matches(request);
    }

    private static boolean isOfUnknownLength(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }
}
