package io.ticketflow.platform;

import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.retry.annotation.EnableRetry;

/** Repetition goes around transactions: each try begins one of its own. */
@Configuration(proxyBeanMethods = false)
@EnableRetry(order = Ordered.LOWEST_PRECEDENCE - 10)
class PlatformConfiguration {

    /** A member that is absent from a body is null, one that is null is an empty Optional: a change can tell "leave it" from "take it away". */
    @Bean
    Jdk8Module optionalMembers() {
        return new Jdk8Module().configureReadAbsentAsNull(true);
    }

    @Bean
    Secrets secrets(Settings settings) {
        return new Secrets(settings.dataDirectory());
    }
}
