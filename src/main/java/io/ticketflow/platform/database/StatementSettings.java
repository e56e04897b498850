package io.ticketflow.platform.database;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How long the database works on one statement, including waits for locks, before it cancels it; in seconds.
 *
 * @param requestSeconds for statements of requests; every connection begins with it
 * @param jobSeconds for jobs, for which no person waits, and for reports
 */
@ConfigurationProperties("ticketflow.statements")
@Validated
record StatementSettings(
        @Positive int requestSeconds, @Positive int jobSeconds) {}
