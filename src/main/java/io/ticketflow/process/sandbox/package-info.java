/** Limits what expressions of models and tables may use, and how long they may take: they cannot reach the engine, other beans or Java classes. */
@NullMarked
package io.ticketflow.process.sandbox;

import org.jspecify.annotations.NullMarked;
