/** Reports that people get as mail every week or month. */
@NullMarked
package io.ticketflow.report.subscription;

import org.jspecify.annotations.NullMarked;
