package io.ticketflow.platform.web;

import com.fasterxml.jackson.databind.ser.impl.SimpleBeanPropertyFilter;
import com.fasterxml.jackson.databind.ser.impl.SimpleFilterProvider;
import io.ticketflow.platform.BadParameterException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.MappingJacksonValue;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.mvc.method.annotation.AbstractMappingJacksonResponseBodyAdvice;

/** Leaves out the members that the caller did not ask for: {@code ?fields=id,title}. It works on resources with the filter {@link #FILTER}. */
@ControllerAdvice
public class SparseAnswers extends AbstractMappingJacksonResponseBodyAdvice {

    public static final String FILTER = "fields";

    private static final String WANTED = SparseAnswers.class.getName();

    SparseAnswers() {}

    /**
     * Reduces the answer to the current request to these members of its resource.
     *
     * @param fields empty for all members; 400 if the resource does not have one of them
     */
    public static void only(Class<? extends Record> resource, List<String> fields) {
        var known = new TreeSet<>(Arrays.stream(resource.getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
        for (var field : fields) {
            if (!known.contains(field)) {
                throw new BadParameterException(
                        "fields", "has no %s; these are: %s".formatted(field, String.join(", ", known)));
            }
        }
        var request = RequestContextHolder.getRequestAttributes();
        if (request != null && !fields.isEmpty()) {
            request.setAttribute(WANTED, Set.copyOf(fields), RequestAttributes.SCOPE_REQUEST);
        }
    }

    @Bean
    static Jackson2ObjectMapperBuilderCustomizer everythingUnlessAskedFor() {
        return json -> json.filters(new SimpleFilterProvider().setFailOnUnknownId(false));
    }

    @Override
    protected void beforeBodyWriteInternal(
            MappingJacksonValue answer,
            MediaType contentType,
            MethodParameter route,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        var wanted = wanted();
        if (wanted != null) {
            answer.setFilters(
                    new SimpleFilterProvider().addFilter(FILTER, SimpleBeanPropertyFilter.filterOutAllExcept(wanted)));
        }
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Set<String> wanted() {
        var request = RequestContextHolder.getRequestAttributes();
        return request == null ? null : (Set<String>) request.getAttribute(WANTED, RequestAttributes.SCOPE_REQUEST);
    }
}
