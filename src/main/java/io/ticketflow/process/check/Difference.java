package io.ticketflow.process.check;

/**
 * A contradiction between a ticket and its process instance.
 *
 * @param subject the ticket's number, or the id of an instance without a ticket
 * @param detail a description of both sides
 */
public record Difference(Kind kind, String subject, String detail) {

    /** The kinds of contradictions. */
    public enum Kind {
        TICKET_WITHOUT_INSTANCE,
        INSTANCE_WITHOUT_TICKET,
        /** Status, stage, task or version differ. */
        STATUS,
        ASSIGNEE,
        /** A timer is missing, is superfluous, or has another date than its clock demands. */
        TIMER,
        /** The instance has neither a task nor a job, so nothing will ever continue it. */
        ASLEEP
    }

    @Override
    public String toString() {
        return "%s %s: %s".formatted(subject, kind, detail);
    }
}
