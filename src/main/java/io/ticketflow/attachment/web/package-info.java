/** Files of a ticket over HTTP. */
@NullMarked
package io.ticketflow.attachment.web;

import org.jspecify.annotations.NullMarked;
