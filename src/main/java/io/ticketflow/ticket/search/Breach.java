package io.ticketflow.ticket.search;

/** Which promise of a ticket was broken. */
public enum Breach {
    RESPONSE,
    RESOLUTION
}
