package io.ticketflow.ticket;

/**
 * Where a ticket stands.
 *
 * @param waitsForOthers the state waits, but not for the requester: for a vendor, say. Only where the status means that somebody is waited for
 */
public record Standing(TicketStatus status, Stage stage, boolean waitsForOthers) {}
