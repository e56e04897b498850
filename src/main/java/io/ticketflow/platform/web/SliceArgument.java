package io.ticketflow.platform.web;

import io.swagger.v3.oas.annotations.media.Schema;
import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives every list the same parameters {@code limit}, {@code cursor} and {@code count}: a controller takes them as a {@link Slice}. */
@Component
class SliceArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    /** Describes the parameters for the OpenAPI document. */
    @SuppressWarnings("unused")
    record Described(
            @Schema(description = "The largest number of items", minimum = "1", maximum = "100", defaultValue = "25")
            @Nullable
            Integer limit,

            @Schema(description = "nextCursor of the previous page") @Nullable
            String cursor,

            @Schema(description = "Whether the answer contains the number of all items", defaultValue = "false")
            @Nullable
            Boolean count) {}

    static {
        SpringDocUtils.getConfig().replaceParameterObjectWithClass(Slice.class, Described.class);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Slice.class;
    }

    @Override
    public Slice resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return new Slice(
                limit(request.getParameter("limit")),
                blankToNull(request.getParameter("cursor")),
                count(request.getParameter("count")));
    }

    private static int limit(@Nullable String text) {
        if (blankToNull(text) == null) {
            return Slice.USUAL;
        }
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= Slice.MOST) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // the exception below reports it
        }
        throw new BadParameterException("limit", "must be a number from 1 to " + Slice.MOST);
    }

    private static boolean count(@Nullable String text) {
        if (blankToNull(text) == null || "false".equals(text)) {
            return false;
        }
        if ("true".equals(text)) {
            return true;
        }
        throw new BadParameterException("count", "must be true or false");
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
