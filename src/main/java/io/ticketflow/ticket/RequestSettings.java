package io.ticketflow.ticket;

import jakarta.validation.constraints.PositiveOrZero;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The operator's settings for submissions.
 *
 * @param p1PerRequesterPerDay how many P1 tickets one requester may submit within 24 hours; staff have no limit
 */
@ConfigurationProperties("ticketflow.requests")
@Validated
record RequestSettings(@PositiveOrZero int p1PerRequesterPerDay) {}
