package io.ticketflow.identity;

/** Whether a person takes new work. Only {@link #AVAILABLE} people are assigned tickets automatically. */
public enum Availability {
    AVAILABLE,
    BUSY,
    AWAY
}
