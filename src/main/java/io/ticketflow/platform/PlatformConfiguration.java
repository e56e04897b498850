package io.ticketflow.platform;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.retry.annotation.EnableRetry;

/** Repetition goes around transactions: each try begins one of its own. */
@Configuration(proxyBeanMethods = false)
@EnableRetry(order = Ordered.LOWEST_PRECEDENCE - 10)
class PlatformConfiguration {

    @Bean
    Secrets secrets(Settings settings) {
        return new Secrets(settings.dataDirectory());
    }
}
