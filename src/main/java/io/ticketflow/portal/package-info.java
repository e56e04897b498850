/** The pages that people see. The module decides nothing: it shows what the other modules answer, and passes on what people enter. */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "platform :: web",
            "identity",
            "ticket",
            "ticket :: search",
            "attachment",
            "sla",
            "escalation"
        })
@NullMarked
package io.ticketflow.portal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
