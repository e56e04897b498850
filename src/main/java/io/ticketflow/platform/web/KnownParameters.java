package io.ticketflow.platform.web;

import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.VisibleText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
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
 * RequestParam}s and the components of its {@link ParameterObject} records. It also refuses U+0000 in values, because the database does, and empty
 * elements of lists. A route with a {@link RequestParam} of all parameters knows each.
 */
@Component
class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {

    /** The parameters of a route: by name, whether it takes several values. */
    private final Map<Method, Map<String, Boolean>> known = new ConcurrentHashMap<>();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod route && !takesAll(route)) {
            var names = known.computeIfAbsent(route.getMethod(), KnownParameters::of);
            request.getParameterMap().forEach((name, values) -> check(name, values, names));
        }
        return true;
    }

    private static boolean takesAll(HandlerMethod route) {
        return Arrays.stream(route.getMethod().getParameters())
                .anyMatch(parameter -> parameter.isAnnotationPresent(RequestParam.class)
                        && Map.class.isAssignableFrom(parameter.getType()));
    }

    private static void check(String name, String[] values, Map<String, Boolean> known) {
        var isList = known.get(name);
        if (isList == null) {
            throw new BadParameterException(
                    name,
                    known.isEmpty()
                            ? "is not a parameter; there are none here"
                            : "is not a parameter; these are: " + String.join(", ", known.keySet()));
        }
        if (Arrays.stream(values).anyMatch(value -> value.indexOf('\0') >= 0)) {
            throw new BadParameterException(name, "must not contain the character U+0000");
        }
        if (isList && hasEmptyElement(values)) {
            throw new BadParameterException(
                    name, "has an empty value; write the values with single commas between them");
        }
    }

    /** A form sends a filter that is not set as one empty value, which is no element. */
    private static boolean hasEmptyElement(String[] values) {
        return !(values.length == 1 && values[0].isEmpty())
                && Arrays.stream(values)
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .anyMatch(VisibleText::isMissing);
    }

    private static Map<String, Boolean> of(Method route) {
        return Arrays.stream(route.getParameters())
                .flatMap(KnownParameters::known)
                .collect(Collectors.toMap(Known::name, Known::isList, (one, same) -> one, TreeMap::new));
    }

    private record Known(String name, boolean isList) {

        Known(String name, Class<?> type) {
            this(name, Collection.class.isAssignableFrom(type) || type.isArray());
        }
    }

    private static Stream<Known> known(Parameter parameter) {
        if (parameter.isAnnotationPresent(ParameterObject.class)) {
            return Arrays.stream(parameter.getType().getRecordComponents())
                    .map(component -> new Known(component.getName(), component.getType()));
        }
        var single = AnnotatedElementUtils.findMergedAnnotation(parameter, RequestParam.class);
        if (single == null) {
            return Stream.empty();
        }
        var name = single.name().isEmpty() ? parameter.getName() : single.name();
        return Stream.of(new Known(name, parameter.getType()));
    }
}
