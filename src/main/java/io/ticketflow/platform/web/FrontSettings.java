package io.ticketflow.platform.web;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What an operator decides about requests before anybody looks at what they ask. A text that is not set is empty.
 *
 * @param rateLimitPerMinute requests of a person, or of an address when nobody is signed in
 * @param loginRateLimitPerMinute attempts to sign in from an address
 * @param slowClientSeconds how long a client is waited for altogether that sends or reads slowly, beside what its bytes may take
 * @param connectionsPerAddress of one that is no trusted proxy
 * @param requestsAtOncePerAddress worked on at the same time
 * @param trustedProxies networks and addresses, separated by commas, whose {@code X-Forwarded-*} counts
 * @param corsOrigins origins, separated by commas, whose pages may call the API
 * @param metricsToken opens the metrics in production
 */
@ConfigurationProperties("ticketflow.front")
@Validated
record FrontSettings(
        @Positive int rateLimitPerMinute,
        @Positive int loginRateLimitPerMinute,
        @Positive int slowClientSeconds,
        @Positive int connectionsPerAddress,
        @Positive int requestsAtOncePerAddress,
        @NotNull String trustedProxies,
        @NotNull String corsOrigins,
        @NotNull String metricsToken) {

    /** Without its secrets. */
    @Override
    public String toString() {
        return "FrontSettings[rateLimitPerMinute=%d, trustedProxies=%s]".formatted(rateLimitPerMinute, trustedProxies);
    }
}
