package io.ticketflow.notification.delivery;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The operator's settings for deliveries.
 *
 * @param keptDays for how many days a delivery is kept after it has ended
 */
@ConfigurationProperties("ticketflow.deliveries")
@Validated
record DeliverySettings(@Min(1) @Max(36_500) int keptDays) {}
