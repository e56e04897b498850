/** The caller's own profile. It stands above the modules that each know a part of it. */
@ApplicationModule(allowedDependencies = {"platform", "identity", "notification"})
@NullMarked
package io.ticketflow.profile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
