package io.ticketflow.ticket;

/** How many tickets have a status. */
public record StatusCount(TicketStatus status, long tickets) {}
