/** Who hears about a ticket that is late, and who has taken it on. */
@ApplicationModule(allowedDependencies = {"platform", "platform :: web", "identity", "ticket"})
@NullMarked
package io.ticketflow.escalation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
