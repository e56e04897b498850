package io.ticketflow.platform.web;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What an operator decides about requests before anybody looks at what they ask.
 *
 * @param rateLimitPerMinute requests of a person, or of an address when nobody is signed in
 * @param loginRateLimitPerMinute attempts to sign in from an address
 */
@ConfigurationProperties("ticketflow.front")
@Validated
record FrontSettings(
        @Positive int rateLimitPerMinute, @Positive int loginRateLimitPerMinute) {}
