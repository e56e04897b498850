/** What decision tables say about a ticket, and what follows: who gets it, who is called. */
@NullMarked
package io.ticketflow.process.tables;

import org.jspecify.annotations.NullMarked;
