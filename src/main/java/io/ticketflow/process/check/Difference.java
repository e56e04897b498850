package io.ticketflow.process.check;

/**
 * A ticket and its process instance that do not say the same.
 *
 * @param subject the ticket's number, or the id of an instance that is no ticket's
 * @param detail what is found where, in words
 */
public record Difference(Kind kind, String subject, String detail) {

    /** What does not fit. */
    public enum Kind {
        TICKET_WITHOUT_INSTANCE,
        INSTANCE_WITHOUT_TICKET,
        /** Status, stage, task or version. */
        STATUS,
        ASSIGNEE,
        /** A timer is missing, one too many, or rings at another time than its clock says. */
        TIMER,
        /** Nothing will ever move it on: no task, no job. */
        ASLEEP
    }

    @Override
    public String toString() {
        return "%s %s: %s".formatted(subject, kind, detail);
    }
}
