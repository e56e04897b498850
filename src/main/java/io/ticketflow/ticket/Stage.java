package io.ticketflow.ticket;

/**
 * The state task at which a ticket is. It is finer than the status, and the author of the model names it.
 *
 * @param id the task's id in the model
 * @param name the name that people read
 */
public record Stage(String id, String name) {}
