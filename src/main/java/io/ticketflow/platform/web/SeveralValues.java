package io.ticketflow.platform.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.format.FormatterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Accepts several values of a query parameter: repeated, separated by commas, or both. Spring alone splits at commas only if the parameter is not repeated. */
@Component
class SeveralValues implements GenericConverter, WebMvcConfigurer {

    private @Nullable ConversionService conversions;

    @Override
    public void addFormatters(FormatterRegistry registry) {
        conversions = (ConversionService) registry;
        registry.addConverter(this);
    }

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        return Set.of(new ConvertiblePair(String[].class, Collection.class));
    }

    @Override
    public @Nullable Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor to) {
        var values = new ArrayList<Object>();
        if (source instanceof String[] texts && conversions != null) {
            for (var text : texts) {
                if (conversions.convert(text, TypeDescriptor.valueOf(String.class), to) instanceof Collection<?> some) {
                    values.addAll(some);
                }
            }
        }
        return values;
    }
}
