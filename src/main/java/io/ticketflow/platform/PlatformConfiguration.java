package io.ticketflow.platform;

import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.retry.annotation.EnableRetry;

/** Puts the retries around the transactions, so that each attempt begins a transaction of its own. */
@Configuration(proxyBeanMethods = false)
@EnableRetry(order = Ordered.LOWEST_PRECEDENCE - 10)
class PlatformConfiguration {

    /**
     * Reads an absent member of a body as null and a member with the value null as an empty Optional, so that a change can tell "keep the value" from "remove
     * it".
     */
    @Bean
    Jdk8Module optionalMembers() {
        return new Jdk8Module().configureReadAbsentAsNull(true);
    }

    @Bean
    Secrets secrets(Settings settings) {
        return new Secrets(settings.dataDirectory());
    }
}
