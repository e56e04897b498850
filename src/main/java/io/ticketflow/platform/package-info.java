/** What every module shares: problems, paging, ids, the clock, the current actor, and the database server. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.ticketflow.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
