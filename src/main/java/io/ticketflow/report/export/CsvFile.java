package io.ticketflow.report.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sheet as RFC 4180 describes CSV, in UTF-8: the first line has the headings. */
final class CsvFile<R> implements SheetFile<R> {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Some programs remove white space around a value without quotes. */
    private static final QuoteStrategy AROUND_SPACES = new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int field, String value) {
            return !value.equals(value.strip());
        }
    };

    private final List<Column<R>> columns;
    private final DateTimeFormatter instants;
    private final CsvWriter lines;
    private final String[] line;

    CsvFile(Sheet<R> sheet, ZoneId zone, boolean byteOrderMark, OutputStream target) throws IOException {
        this.columns = sheet.columns();
        this.instants = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(zone);
        var characters = new OutputStreamWriter(target, StandardCharsets.UTF_8);
        if (byteOrderMark) {
            characters.write(BYTE_ORDER_MARK);
        }
        this.lines = CsvWriter.builder().quoteStrategy(AROUND_SPACES).build(characters);
        this.line = new String[columns.size()];
        lines.writeRecord(columns.stream().map(CsvFile::heading).toList());
    }

    /** A number has no unit in CSV, so the heading names it. */
    private static String heading(Column<?> column) {
        return switch (column.kind()) {
            case DURATION -> column.heading() + " (seconds)";
            case PERCENT -> column.heading() + " (%)";
            default -> column.heading();
        };
    }

    @Override
    public void row(R row) {
        for (var i = 0; i < line.length; i++) {
            line[i] = written(columns.get(i).value().of(row));
        }
        lines.writeRecord(line);
    }

    private String written(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return CellText.withoutFormula(text);
        }
        if (value instanceof Instant instant) {
            return instants.format(instant);
        }
        if (value instanceof Duration duration) {
            return plain(BigDecimal.valueOf(duration.toNanos(), 9));
        }
        if (value instanceof Double number) {
            return plain(BigDecimal.valueOf(number));
        }
        return value instanceof BigDecimal number ? plain(number) : value.toString();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    @Override
    public void end() throws IOException {
        lines.flush();
    }
}
