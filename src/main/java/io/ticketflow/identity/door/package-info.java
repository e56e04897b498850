/** The HTTP doors: they identify callers by token, password or browser session, and limit what each way opens. */
@NullMarked
package io.ticketflow.identity.door;

import org.jspecify.annotations.NullMarked;
