package io.ticketflow.ticket;

/** What one ticket is to another, said of the one on which the link is made. */
public enum LinkType {
    RELATES(Relation.RELATES, Relation.RELATES),
    DUPLICATES(Relation.DUPLICATES, Relation.DUPLICATED_BY),
    BLOCKS(Relation.BLOCKS, Relation.BLOCKED_BY);

    private final Relation here;
    private final Relation there;

    LinkType(Relation here, Relation there) {
        this.here = here;
        this.there = there;
    }

    /** As it is read on the ticket on which the link was made. */
    Relation here() {
        return here;
    }

    /** As it is read on the other one. */
    Relation there() {
        return there;
    }

    /** A circle of these would make no sense. */
    boolean hasDirection() {
        return here != there;
    }
}
