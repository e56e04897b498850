/** What an expression of a model or a table may say, and how long it may take: nothing of it leads to the engine, to other beans or to Java. */
@NullMarked
package io.ticketflow.process.sandbox;

import org.jspecify.annotations.NullMarked;
