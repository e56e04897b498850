/** The only package that uses the engine: the lifecycle, the task beans that models call, its web applications and its doors. */
@ApplicationModule(
        allowedDependencies = {
            "platform",
            "platform :: web",
            "platform :: database",
            "identity",
            "identity :: session",
            "identity :: door",
            "ticket",
            "sla",
            "assignment",
            "decision",
            "escalation",
            "notification"
        })
@NullMarked
package io.ticketflow.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
