package io.ticketflow.ticket.search;

/** The promises of a ticket that can be broken. */
public enum Breach {
    RESPONSE,
    RESOLUTION
}
