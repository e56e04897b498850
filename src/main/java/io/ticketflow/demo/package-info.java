/** The demonstration: its people, and tickets in all states. */
@ApplicationModule(
        allowedDependencies = {"platform", "platform :: database", "identity", "ticket", "process :: routing"})
@NullMarked
package io.ticketflow.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
