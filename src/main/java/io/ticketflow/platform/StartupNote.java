package io.ticketflow.platform;

import java.util.Optional;

/** A text for the start-up line. A module that has to tell the operator something defines a bean of this type. */
public interface StartupNote {

    /** Called when the application is ready; empty when there is nothing to say. */
    Optional<String> text();
}
