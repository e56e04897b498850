package io.ticketflow.ticket;

/** The number of tickets with a status. */
public record StatusCount(TicketStatus status, long tickets) {}
