/** Who is let in at a door of the web: by token, password or browser, and how far each reaches. */
@NullMarked
package io.ticketflow.identity.door;

import org.jspecify.annotations.NullMarked;
