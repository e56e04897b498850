package io.ticketflow.platform.web;

import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.CurrentActor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Hands controllers the {@link IdempotencyKey} of a request, and documents the header in the OpenAPI document. */
@Component
class IdempotencyKeyArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(IdempotencyKey.class);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == IdempotencyKey.class;
    }

    @Override
    public IdempotencyKey resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        var http = Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class));
        var value = http.getHeader(HEADER);
        if (value != null && !VISIBLE.matcher(value).matches()) {
            throw new BadParameterException(HEADER, "must be 1 to 255 visible ASCII characters");
        }
        var caller = Objects.requireNonNull(CurrentActor.get().userId());
        return new IdempotencyKey(caller, http.getMethod() + " " + http.getRequestURI(), value, BodyDigest.of(http));
    }

    @Bean
    static OperationCustomizer idempotencyKeyIsDescribed() {
        return (operation, handler) -> {
            if (Arrays.stream(handler.getMethodParameters())
                    .anyMatch(parameter -> parameter.getParameterType() == IdempotencyKey.class)) {
                operation.addParametersItem(new HeaderParameter()
                        .name(HEADER)
                        .required(false)
                        .description(
                                "Sent again with the same key and body within 24 hours, a request is not carried out again:"
                                        + " the answer then has the header Idempotency-Replayed. Another body: 422 IDEMPOTENCY_KEY_REUSED.")
                        .schema(new StringSchema().minLength(1).maxLength(255)));
            }
            return operation;
        };
    }
}
