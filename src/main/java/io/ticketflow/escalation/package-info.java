/** Who is called when a ticket is late, and who has acknowledged. */
@ApplicationModule(allowedDependencies = {"platform", "platform :: web", "identity", "ticket"})
@NullMarked
package io.ticketflow.escalation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
