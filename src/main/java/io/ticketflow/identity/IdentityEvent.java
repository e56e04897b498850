package io.ticketflow.identity;

import java.util.UUID;

/** What happened to people, published in the transaction of the change. */
public sealed interface IdentityEvent {

    /** Somebody came back, or has room for more: waiting tickets may find them now. */
    record BecameAvailable(UUID userId) implements IdentityEvent {}
}
