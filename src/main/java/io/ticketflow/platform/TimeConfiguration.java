package io.ticketflow.platform;

import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one clock. Everything that needs the time asks it, so that a test can move it together with the engine's. */
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

    /** Microseconds, which is what PostgreSQL keeps: what is read back equals what was written. */
    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }
}
