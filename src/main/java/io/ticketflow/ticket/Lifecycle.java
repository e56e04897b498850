package io.ticketflow.ticket;

import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deployed model, as the service desk sees it: what starts, moves and ends tickets. Turned round (the process module implements it), so that a
 * request and a click in Tasklist meet in the same place: the engine's listeners call {@link Projection#leave} and {@link Projection#entered}.
 */
public interface Lifecycle {

    /** Where a ticket's lifecycle runs. */
    record Instance(String id, String definitionId) {}

    /** Starts the lifecycle of a ticket just submitted; routing follows after the commit. */
    Instance start(Ticket ticket, Actor by);

    /**
     * The steps the model offers from where the ticket is; none while it is being routed, held by an extra task, or closed.
     *
     * @param caller leaves out what only an escalation's addressees may do; null asks for the model's answer alone
     */
    List<Transition> transitions(Ticket ticket, @Nullable Person caller);

    /** Takes a step. The listeners check it and carry it out; what they refuse leaves nothing behind. */
    void move(Ticket ticket, String transition, MoveDetails details, Actor by);

    /** Ends it from wherever it stands, as an operator does: that is no step of the model. */
    void end(Ticket ticket, String reason, Actor by);

    /** Does not wait for the level that was called to acknowledge: the one above is called now. */
    void callNextLevel(Ticket ticket, String reason, Actor by);

    /** Lets the open task follow the ticket's assignee and team. */
    void assigned(Ticket ticket, Actor by);

    /** What the ticket says or what was promised is another thing now: the open task follows, and the timers ask the clocks again. */
    void changed(Ticket ticket, Actor by);
}
