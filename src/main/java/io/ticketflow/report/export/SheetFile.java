package io.ticketflow.report.export;

import java.io.IOException;

/** A file that is written row by row. Only {@link #end} makes it a whole one. */
interface SheetFile<R> {

    void row(R row) throws IOException;

    void end() throws IOException;
}
