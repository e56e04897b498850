/** People, their roles, teams and skills, and how they sign in. */
@ApplicationModule(allowedDependencies = {"platform", "platform :: web"})
@NullMarked
package io.ticketflow.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
