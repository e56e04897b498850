package io.ticketflow.platform.web;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The operator's settings for the handling of requests before they reach a controller. A text that is not set is empty.
 *
 * @param rateLimitPerMinute for each person, or for each address when the caller is not signed in
 * @param loginRateLimitPerMinute attempts to sign in from one address
 * @param slowClientSeconds how long the application waits in all for a client that sends or reads slowly, beyond the time that its bytes may take
 * @param connectionsPerAddress for addresses that are no trusted proxies
 * @param requestsAtOncePerAddress requests that are processed at the same time
 * @param trustedProxies networks and addresses, separated by commas, whose {@code X-Forwarded-*} headers are used
 * @param corsOrigins origins, separated by commas, whose pages may call the API
 * @param metricsToken the token with which the metrics may be read in production
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

    /** Leaves out the secrets. */
    @Override
    public String toString() {
        return "FrontSettings[rateLimitPerMinute=%d, trustedProxies=%s]".formatted(rateLimitPerMinute, trustedProxies);
    }
}
