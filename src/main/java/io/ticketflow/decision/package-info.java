/** What tables decided about a ticket, by which rule, and who was considered. */
@ApplicationModule(allowedDependencies = {"platform", "platform :: web", "identity", "ticket"})
@NullMarked
package io.ticketflow.decision;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
