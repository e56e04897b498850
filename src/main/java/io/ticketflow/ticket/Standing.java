package io.ticketflow.ticket;

/**
 * The state of a ticket.
 *
 * @param waitsForOthers whether the ticket waits for a party other than the requester, such as a vendor; only possible in a status that means waiting
 */
public record Standing(TicketStatus status, Stage stage, boolean waitsForOthers) {}
