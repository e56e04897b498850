/** Reports as files: what is exported, and how rows become CSV and XLSX while they are read. */
@NullMarked
package io.ticketflow.report.export;

import org.jspecify.annotations.NullMarked;
