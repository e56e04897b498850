package io.ticketflow.ticket;

/** The types of links, as seen from the ticket on which the link was created. */
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

    /** The relation that the ticket shows on which the link was created. */
    Relation here() {
        return here;
    }

    /** The relation that the other ticket shows. */
    Relation there() {
        return there;
    }

    /** Whether the link has a direction; a circle of such links would make no sense. */
    boolean hasDirection() {
        return here != there;
    }
}
