package io.ticketflow.report.export;

import io.ticketflow.report.export.Column.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.dhatim.fastexcel.BorderSide;
import org.dhatim.fastexcel.BorderStyle;
import org.dhatim.fastexcel.RichText;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * A sheet as a workbook (Office Open XML). Each text is written into its own cell: a table of shared texts would have to stay in memory. Text cells have the
 * format of texts, so that a person who edits one does not make a formula of it.
 */
final class XlsxFile<R> implements SheetFile<R> {

    /** How many rows a sheet of a workbook holds. */
    static final int MOST_ROWS = Worksheet.MAX_ROWS;

    private static final int ROWS_IN_MEMORY = 200;
    private static final int WIDEST = 60;
    private static final double SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();
    private static final String HEADING_COLOUR = "E7ECF3";

    private final Sheet<R> sheet;
    private final ZoneId zone;
    private final Workbook workbook;
    private final int mostRows;

    private Worksheet page;
    private int pages;
    private int next;

    XlsxFile(Sheet<R> sheet, ZoneId zone, int mostRows, OutputStream target) {
        this.sheet = sheet;
        this.zone = zone;
        this.mostRows = mostRows;
        this.workbook = new Workbook(target, "Ticketflow", null);
        this.page = beginPage();
    }

    private Worksheet beginPage() {
        pages++;
        next = 1;
        var begun = workbook.newWorksheet(pages == 1 ? sheet.name() : sheet.name() + " " + pages);
        begun.freezePane(0, 1);
        for (var i = 0; i < sheet.columns().size(); i++) {
            var column = sheet.columns().get(i);
            begun.inlineString(0, i, heading(column));
            begun.style(0, i)
                    .bold()
                    .fillColor(HEADING_COLOUR)
                    .borderStyle(BorderSide.BOTTOM, BorderStyle.THIN)
                    .set();
            begun.width(
                    i, Math.min(WIDEST, Math.max(column.width(), heading(column).length()) + 2));
        }
        return begun;
    }

    /** The cell of an instant has no zone, so the heading names it. */
    private String heading(Column<R> column) {
        return column.kind() == Kind.INSTANT ? "%s (%s)".formatted(column.heading(), zone.getId()) : column.heading();
    }

    @Override
    public void row(R row) throws IOException {
        if (next == mostRows) {
            page.finish();
            page = beginPage();
        }
        for (var i = 0; i < sheet.columns().size(); i++) {
            var column = sheet.columns().get(i);
            var value = column.value().of(row);
            if (value != null && !value.equals("")) {
                write(i, value);
                page.style(next, i).format(format(column.kind())).set();
            }
        }
        next++;
        if (next % ROWS_IN_MEMORY == 0) {
            page.flush();
        }
    }

    private static String format(Kind kind) {
        return switch (kind) {
            case TEXT -> "@";
            case WHOLE -> "0";
            case DECIMAL -> "0.00";
            case PERCENT -> "0.00%";
            case INSTANT -> "yyyy\\-mm\\-dd hh:mm:ss";
            case DURATION -> "[h]:mm:ss";
        };
    }

    private void write(int column, Object value) {
        if (value instanceof String text) {
            write(column, CellText.inXml(CellText.cut(text)));
        } else if (value instanceof Instant instant) {
            page.value(next, column, instant.atZone(zone).toLocalDateTime());
        } else if (value instanceof Duration duration) {
            page.value(next, column, duration.toNanos() / 1e9 / SECONDS_OF_A_DAY);
        } else if (value instanceof Double percentage) {
            page.value(next, column, BigDecimal.valueOf(percentage).movePointLeft(2));
        } else {
            page.value(next, column, (Number) value);
        }
    }

    /** The library marks white space at the ends as a part of the text only in rich texts. */
    private void write(int column, String text) {
        if (text.equals(text.strip())) {
            page.inlineString(next, column, text);
        } else {
            page.inlineString(next, column, RichText.builder().run(text).end().build());
        }
    }

    @Override
    public void end() throws IOException {
        workbook.finish();
    }
}
