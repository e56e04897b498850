/** The answers of decision tables about a ticket, and their consequences: who gets it, and who is called. */
@NullMarked
package io.ticketflow.process.tables;

import org.jspecify.annotations.NullMarked;
