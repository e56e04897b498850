/** Numbers about the work: read-only. */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "platform :: web",
            "platform :: database",
            "identity",
            "ticket",
            "ticket :: search",
            "sla"
        })
@NullMarked
package io.ticketflow.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
