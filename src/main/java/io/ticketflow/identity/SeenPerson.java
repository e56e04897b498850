package io.ticketflow.identity;

import java.util.UUID;

/** A person, as far as the caller may see them. */
public sealed interface SeenPerson permits Profile, Colleague {

    UUID id();

    /** The ETag of what the caller sees: it changes when that does. */
    String etag();
}
