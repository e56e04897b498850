/** The database of the application: a given one or an embedded PostgreSQL server, and the engine's tables in it. */
@NamedInterface("database")
@NullMarked
package io.ticketflow.platform.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
