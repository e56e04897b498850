package io.ticketflow.platform.database;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How long the database works on one statement, waiting for a lock included, before it gives it up. In seconds.
 *
 * @param requestSeconds for what a request asks; every connection begins with it
 * @param jobSeconds for what nobody waits for, and for reports
 */
@ConfigurationProperties("ticketflow.statements")
@Validated
record StatementSettings(
        @Positive int requestSeconds, @Positive int jobSeconds) {}
