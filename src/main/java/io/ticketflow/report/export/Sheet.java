package io.ticketflow.report.export;

import java.util.List;
import java.util.function.Consumer;

/**
 * A table that can be exported. For a report that is in memory: {@code new Sheet<>("Trends", List.of(instant("Begin", Point::start), …), points::forEach)}.
 *
 * @param name the name of the sheet in a workbook, at most 25 characters
 * @param rows gives each row, once
 */
public record Sheet<R>(String name, List<Column<R>> columns, Source<R> rows) {

    /** Where rows come from. */
    @FunctionalInterface
    public interface Source<R> {
        /** Gives the rows one after the other and does not keep them. What the target throws ends it. */
        void each(Consumer<R> target);
    }

    public Sheet {
        columns = List.copyOf(columns);
    }
}
