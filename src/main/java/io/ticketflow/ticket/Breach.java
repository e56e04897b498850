package io.ticketflow.ticket;

/** Which promise of a ticket was broken. */
public enum Breach {
    RESPONSE,
    RESOLUTION
}
