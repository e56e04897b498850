package io.ticketflow.ticket;

import jakarta.validation.constraints.PositiveOrZero;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What an operator decides about submitting tickets.
 *
 * @param p1PerRequesterPerDay how many tickets one requester may submit as P1 within 24 hours; staff are not counted
 */
@ConfigurationProperties("ticketflow.requests")
@Validated
record RequestSettings(@PositiveOrZero int p1PerRequesterPerDay) {}
