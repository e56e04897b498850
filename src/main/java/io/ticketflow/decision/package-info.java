/** The decisions of tables about tickets: the rule that matched, and the people who were considered. */
@ApplicationModule(allowedDependencies = {"platform", "platform :: web", "identity", "ticket"})
@NullMarked
package io.ticketflow.decision;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
