package io.ticketflow.ticket;

/** An extra task that a process owner drew between two states; the ticket waits for it. */
public record OpenTask(String id, String name) {}
