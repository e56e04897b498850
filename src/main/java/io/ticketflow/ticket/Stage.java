package io.ticketflow.ticket;

/**
 * The state task a ticket is at: finer than its status, named by whoever drew the model.
 *
 * @param id the task's id in the model
 * @param name what people read
 */
public record Stage(String id, String name) {}
