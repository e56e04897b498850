/** The caller's own profile. The module is above the modules that each have a part of it. */
@ApplicationModule(allowedDependencies = {"platform", "identity", "notification"})
@NullMarked
package io.ticketflow.profile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
