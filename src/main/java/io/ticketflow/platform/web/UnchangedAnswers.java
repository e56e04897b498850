package io.ticketflow.platform.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Answers {@code If-None-Match: *} with 304, whatever the version (RFC 9110, section 13.1.2). Spring compares the tags of this header with the answer's tag,
 * weak tags and lists included, but ignores the asterisk.
 */
@ControllerAdvice
class UnchangedAnswers implements ResponseBodyAdvice<Object> {

    private static final List<HttpMethod> READING = List.of(HttpMethod.GET, HttpMethod.HEAD);

    @Override
    public boolean supports(MethodParameter route, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter route,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        // Reads the header as it was sent, because a malformed list of tags must not be an error.
        if (ETags.isAnyVersion(request.getHeaders().getFirst(HttpHeaders.IF_NONE_MATCH))
                && READING.contains(request.getMethod())
                && response.getHeaders().getETag() != null) {
            response.setStatusCode(HttpStatus.NOT_MODIFIED);
            return null;
        }
        return body;
    }
}
