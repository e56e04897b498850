/** The database of the application: a given one or an embedded PostgreSQL server, and the engine's tables in it. */
@NullMarked
package io.ticketflow.platform.database;

import org.jspecify.annotations.NullMarked;
