/** Who works on a ticket. */
@ApplicationModule(allowedDependencies = {"platform", "identity", "ticket", "decision"})
@NullMarked
package io.ticketflow.assignment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
