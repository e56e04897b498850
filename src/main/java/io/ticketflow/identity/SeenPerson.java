package io.ticketflow.identity;

import java.util.UUID;

/** A person, as far as the caller may see them. */
public sealed interface SeenPerson permits Profile, Colleague {

    UUID id();

    /** Changes with what the caller sees. */
    String etag();
}
