/** The versions of processes that are deployed, and the moving of what runs from one version to another. */
@NullMarked
package io.ticketflow.process.versions;

import org.jspecify.annotations.NullMarked;
