/** How messages leave the application: the rows that wait, and the work in the background that sends them. */
@NullMarked
package io.ticketflow.notification.delivery;

import org.jspecify.annotations.NullMarked;
