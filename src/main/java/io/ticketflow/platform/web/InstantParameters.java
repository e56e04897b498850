package io.ticketflow.platform.web;

import io.ticketflow.platform.Instants;
import java.time.Instant;
import org.springframework.format.FormatterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Reads instants in query strings like those in bodies, and refuses instants that the database cannot compare with. */
@Component
class InstantParameters implements WebMvcConfigurer {

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, Instant.class, text -> text.isEmpty() ? null : Instants.parse(text));
    }
}
