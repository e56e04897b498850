/** Who hears what: the messages about steps, promises, escalations and accounts, written in the transaction of the act. */
@NullMarked
package io.ticketflow.notification.notes;

import org.jspecify.annotations.NullMarked;
