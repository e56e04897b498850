package io.ticketflow.ticket;

/**
 * Extra work a process owner drew between two states; the ticket waits for it.
 *
 * @param taskId the engine's id of it, never shown
 */
public record OpenTask(String taskId, String id, String name) {}
