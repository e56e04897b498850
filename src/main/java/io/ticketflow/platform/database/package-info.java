/** The database of the application: a given one or an embedded PostgreSQL server. */
@NamedInterface("database")
@NullMarked
package io.ticketflow.platform.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
