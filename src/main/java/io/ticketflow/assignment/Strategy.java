package io.ticketflow.assignment;

/** How one of several who fit is chosen. */
public enum Strategy {
    /** Least open work, weighted by priority; among equals whoever waited longest for a ticket. */
    LEAST_LOADED,
    /** Whoever waited longest for a ticket. */
    ROUND_ROBIN
}
