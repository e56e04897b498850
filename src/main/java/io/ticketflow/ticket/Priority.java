package io.ticketflow.ticket;

import io.swagger.v3.oas.annotations.media.Schema;

/** The urgency of a ticket, most urgent first. */
@Schema(enumAsRef = true, description = "The urgency of a ticket, most urgent first")
public enum Priority {
    P1(4),
    P2(3),
    P3(2),
    P4(1);

    private final int weight;

    Priority(int weight) {
        this.weight = weight;
    }

    /** The weight of a ticket when work is compared: a P1 weighs as much as four P4. */
    public int weight() {
        return weight;
    }
}
