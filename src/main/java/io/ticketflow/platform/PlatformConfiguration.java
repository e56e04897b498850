package io.ticketflow.platform;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PlatformConfiguration {

    @Bean
    Secrets secrets(Settings settings) {
        return new Secrets(settings.dataDirectory());
    }
}
