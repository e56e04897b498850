/** The words of messages: files for each language, which an operator may replace. */
@NullMarked
package io.ticketflow.notification.template;

import org.jspecify.annotations.NullMarked;
