package io.ticketflow.process.gate;

/**
 * What the gate has against a file.
 *
 * @param elementId the id of what is wrong in it; empty when it is the whole file
 * @param line from 1; 0 when it is the whole file
 */
public record Objection(String resource, String elementId, String reason, int line, int column) {

    @Override
    public String toString() {
        return elementId.isEmpty()
                ? "%s: %s".formatted(resource, reason)
                : "%s: %s: %s".formatted(resource, elementId, reason);
    }
}
