/** The providers that carry messages to people outside the application. */
@NullMarked
package io.ticketflow.notification.channel;

import org.jspecify.annotations.NullMarked;
