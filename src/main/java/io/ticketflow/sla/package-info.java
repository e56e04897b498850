/** How fast we promise to answer and to solve: policies and clocks. */
@ApplicationModule(allowedDependencies = {"platform", "platform :: web", "identity", "ticket"})
@NullMarked
package io.ticketflow.sla;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
