package io.ticketflow.identity;

import java.util.UUID;

/** What happened to people, published in the transaction of the change. */
public sealed interface IdentityEvent {

    /** Somebody came back, or has room for more: waiting tickets may find them now. */
    record BecameAvailable(UUID userId) implements IdentityEvent {}

    /** Somebody works on tickets no more: the account has ended, or became a requester's. */
    record StoppedWorking(UUID userId) implements IdentityEvent {}

    /** A team is about to end: whoever still needs it refuses. */
    record TeamEnds(UUID teamId, String name) implements IdentityEvent {}

    /** A team is about to lose its name: whoever needs the name refuses. */
    record TeamNameGivenUp(String name) implements IdentityEvent {}
}
