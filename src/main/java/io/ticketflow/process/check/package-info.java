/** What an operator looks at: whether tickets and instances agree, whether the engine is well, and how many jobs wait. */
@NullMarked
package io.ticketflow.process.check;

import org.jspecify.annotations.NullMarked;
