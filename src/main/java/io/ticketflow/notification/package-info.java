/** Messages to people: what happened, in the application, as it happens, and by mail. */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "platform :: web",
            "platform :: database",
            "identity",
            "identity :: session",
            "ticket",
            "sla",
            "escalation"
        })
@NullMarked
package io.ticketflow.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
