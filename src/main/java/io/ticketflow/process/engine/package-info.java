/** What is added to the engine: plugins, listeners and interceptors, its tables, and the name of this node. */
@NullMarked
package io.ticketflow.process.engine;

import org.jspecify.annotations.NullMarked;
