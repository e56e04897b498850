package io.ticketflow.report.export;

import java.util.Set;

/** A report that can be exported. Each is a bean. */
public interface ReportExport {

    /** The report's name in requests. */
    String report();

    /** The query parameters that this report takes besides those that all take. */
    Set<String> parameters();

    Sheet<?> sheet(Wanted wanted);
}
