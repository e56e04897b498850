/** Notifications over HTTP. */
@NullMarked
package io.ticketflow.notification.web;

import org.jspecify.annotations.NullMarked;
