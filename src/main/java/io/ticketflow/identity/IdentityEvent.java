package io.ticketflow.identity;

import io.ticketflow.platform.Actor;
import java.util.UUID;

/** What happened to people, published in the transaction of the change. */
public sealed interface IdentityEvent {

    /** Somebody came back, or has room for more: waiting tickets may find them now. */
    record BecameAvailable(UUID userId) implements IdentityEvent {}

    /** Somebody works on tickets no more: the account has ended, or became a requester's. */
    record StoppedWorking(UUID userId) implements IdentityEvent {}

    /** An administrator has made an account without a password: its person is to be invited. */
    record Invited(UUID userId) implements IdentityEvent {}

    /** The account is ending: what lets its person in ends with it. */
    record AccountEnds(UUID userId, Actor by) implements IdentityEvent {}

    /** A team is about to end: whoever still needs it refuses. */
    record TeamEnds(UUID teamId, String name) implements IdentityEvent {}

    /** A team is about to lose its name: whoever needs the name refuses. */
    record TeamNameGivenUp(String name) implements IdentityEvent {}

    /** The database was empty when the application started; at most its first ADMIN is there. */
    record FirstStart() implements IdentityEvent {}
}
