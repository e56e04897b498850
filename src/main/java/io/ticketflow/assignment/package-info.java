/** Who works on a ticket, and which rule said so. */
@ApplicationModule(allowedDependencies = {"platform", "platform :: web", "identity", "ticket"})
@NullMarked
package io.ticketflow.assignment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
