/** Numbers about the work, as answers, files and mails. */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "platform :: web",
            "platform :: database",
            "identity",
            "identity :: session",
            "notification",
            "ticket",
            "ticket :: search",
            "sla"
        })
@NullMarked
package io.ticketflow.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
