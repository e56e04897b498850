package io.ticketflow.assignment;

/** How the dispatcher chooses one of several people who fit. */
public enum Strategy {
    /** The person with the least open work, weighted by priority; among equals the one who has waited longest for a ticket. */
    LEAST_LOADED,
    /** The person who has waited longest for a ticket. */
    ROUND_ROBIN
}
