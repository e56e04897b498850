/** The deployed versions of processes, and the migration of instances from one version to another. */
@NullMarked
package io.ticketflow.process.versions;

import org.jspecify.annotations.NullMarked;
