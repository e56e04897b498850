/** Messages to people about events: in the application, as a stream, and by mail. */
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
