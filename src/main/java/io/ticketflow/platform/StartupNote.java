package io.ticketflow.platform;

import java.util.Optional;

/** Something that whoever has started Ticketflow should read in its start-up line; a bean of a module that has something to say. */
public interface StartupNote {

    /** Asked when everything is ready; empty when there is nothing to say. */
    Optional<String> text();
}
