package io.ticketflow.ticket;

import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deployed model, as the service desk uses it: it starts, moves and ends tickets. The process module implements this interface (reversed, see ADR 0006), so
 * that a request and a click in Tasklist meet in the same place: the engine's listeners call {@link Projection#leave} and {@link Projection#entered}.
 */
public interface Lifecycle {

    /** The process instance of a ticket. */
    record Instance(String id, String definitionId) {}

    /** Starts the lifecycle of a new ticket; it is routed after the commit. */
    Instance start(Ticket ticket, Actor by);

    /**
     * The steps that the model offers at the ticket's state; none while the ticket is being routed, is in an extra task, or is closed.
     *
     * @param caller the steps that only the called people of an escalation may take are left out for others; null answers all steps of the model
     */
    List<Transition> transitions(Ticket ticket, @Nullable Person caller);

    /** Takes a step. The engine's listeners check it and carry it out; if they refuse it, nothing changes. */
    void move(Ticket ticket, String transition, MoveDetails details, Actor by);

    /**
     * One side has said something about the solution of a RESOLVED ticket, so it is the other side's turn. Takes the model's step from the state that waits for
     * one side to the state that waits for the other one. In a model without such a step, the timers that would end the wait stop when it is the turn of staff,
     * and begin anew when it is the requester's turn.
     */
    void passTurn(Ticket ticket, boolean toStaff, Actor by);

    /** Ends the lifecycle in any state, as an operator does; this is no step of the model. */
    void end(Ticket ticket, String reason, Actor by);

    /** Calls the next level now, without waiting for the acknowledgement of the called level. */
    void callNextLevel(Ticket ticket, String reason, Actor by);

    /** How long the ticket waits at its present state. To be asked right before the commit, when the engine has stored the timers of the state. */
    Patience patience(Ticket ticket);

    /** Adapts the open task to the ticket's new assignee and team. */
    void assigned(Ticket ticket, Actor by);

    /** Gives the open task to the ticket's new requester if it is theirs to do, and takes the former one's rights to the instance. */
    void requesterChanged(Ticket ticket, Person former, Actor by);

    /** Adapts the open task and the timers after a change of the ticket or its promise. */
    void changed(Ticket ticket, Actor by);
}
