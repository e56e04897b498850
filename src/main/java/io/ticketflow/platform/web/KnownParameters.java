package io.ticketflow.platform.web;

import io.ticketflow.platform.BadParameterException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses query parameters that a route does not know, because a request with a misspelt filter would be answered with the whole list. A route knows its {@link
 * RequestParam}s and the components of its {@link ParameterObject} records. It also refuses U+0000 in values, because the database does.
 */
@Component
class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod route) {
            var names = known.computeIfAbsent(route.getMethod(), KnownParameters::of);
            request.getParameterMap().forEach((name, values) -> check(name, values, names));
        }
        return true;
    }

    private static void check(String name, String[] values, Set<String> known) {
        if (!known.contains(name)) {
            throw new BadParameterException(
                    name,
                    known.isEmpty()
                            ? "is not a parameter; there are none here"
                            : "is not a parameter; these are: " + String.join(", ", known));
        }
        if (Arrays.stream(values).anyMatch(value -> value.indexOf('\0') >= 0)) {
            throw new BadParameterException(name, "must not contain the character U+0000");
        }
    }

    private static Set<String> of(Method route) {
        return Arrays.stream(route.getParameters())
                .flatMap(KnownParameters::namesOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> namesOf(Parameter parameter) {
        if (parameter.isAnnotationPresent(ParameterObject.class)) {
            return Arrays.stream(parameter.getType().getRecordComponents()).map(RecordComponent::getName);
        }
        var single = AnnotatedElementUtils.findMergedAnnotation(parameter, RequestParam.class);
        if (single == null) {
            return Stream.empty();
        }
        return Stream.of(single.name().isEmpty() ? parameter.getName() : single.name());
    }
}
