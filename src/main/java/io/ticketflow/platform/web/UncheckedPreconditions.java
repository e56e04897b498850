package io.ticketflow.platform.web;

import io.ticketflow.platform.PreconditionFailedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses an {@code If-Match} with versions on a route that has no version to compare with: a conditional change must not be made without a check of its
 * condition (RFC 9110, section 13.1.1).
 */
@Component
class UncheckedPreconditions implements HandlerInterceptor, WebMvcConfigurer {

    private static final List<String> READING = List.of(HttpMethod.GET.name(), HttpMethod.HEAD.name());

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod route
                && !READING.contains(request.getMethod())
                && ETags.names(request.getHeader(HttpHeaders.IF_MATCH))
                && Arrays.stream(route.getMethodParameters()).noneMatch(UncheckedPreconditions::isIfMatch)) {
            throw PreconditionFailedException.withoutVersions();
        }
        return true;
    }

    private static boolean isIfMatch(MethodParameter parameter) {
        var header = parameter.getParameterAnnotation(RequestHeader.class);
        return header != null && header.name().equals(HttpHeaders.IF_MATCH);
    }
}
