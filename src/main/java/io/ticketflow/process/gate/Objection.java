package io.ticketflow.process.gate;

/**
 * A fault that the gate found in a file.
 *
 * @param elementId the id of the faulty element; empty when the fault concerns the whole file
 * @param line counted from 1; 0 when the fault concerns the whole file
 */
public record Objection(String resource, String elementId, String reason, int line, int column) {

    /** A fault that the engine found, in plain words. */
    public static Objection ofTheEngine(String resource, String reason) {
        return new Objection(resource, "", EngineWords.plain(reason), 0, 0);
    }

    @Override
    public String toString() {
        return elementId.isEmpty()
                ? "%s: %s".formatted(resource, reason)
                : "%s: %s: %s".formatted(resource, elementId, reason);
    }
}
