package io.ticketflow.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read back by libraries that did not write it. */
class SheetFileTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** Begin like a formula for one program or another. */
    static final List<String> FORMULAS = List.of(
            "=cmd|' /C calc'!A0",
            "+1+1",
            "-2+3",
            "@SUM(1)",
            "\t=1+1",
            "\rtext",
            "\ntext",
            "  =1+1",
            "\u00A0=1+1",
            "＝1+1",
            "'=1+1",
            "''@x");

    static final List<String> OTHERS = List.of(
            "plain",
            "a = b",
            "'quoted'",
            "\"",
            "a \"b\", c;d|e",
            "two\nlines\r\nthree",
            " spaces around ",
            "# no comment",
            "007",
            "1E5",
            "TRUE",
            "2026-11-30",
            "_x0041_",
            "_x005F_x0041_",
            "bell \u0007, escape \u001B, \uFFFE",
            "😀 e\u0301 \u202Eright to left",
            "Łódź 東京 <b>&amp;</b> ]]>");

    /** The texts of these tests repeat themselves, and shrink more than POI takes for harmless. */
    @BeforeAll
    static void trust() {
        ZipSecureFile.setMinInflateRatio(0);
    }

    static List<String> texts() {
        var texts = new ArrayList<>(FORMULAS);
        texts.addAll(OTHERS);
        return texts;
    }

    private record Line(
            String text,
            @Nullable Long whole,
            @Nullable BigDecimal decimal,
            @Nullable Double percent,
            @Nullable Instant instant,
            @Nullable Duration duration) {

        static Line of(String text) {
            return new Line(text, null, null, null, null, null);
        }

        static Line at(Instant instant) {
            return new Line("", null, null, null, instant, null);
        }
    }

    private static Sheet<Line> sheet(List<Line> lines) {
        return new Sheet<>(
                "Things",
                List.of(
                        Column.text("Text", 30, Line::text),
                        Column.whole("Whole", Line::whole),
                        Column.decimal("Decimal", Line::decimal),
                        Column.percent("Percent", Line::percent),
                        Column.instant("Instant", Line::instant),
                        Column.duration("Duration", Line::duration)),
                lines::forEach);
    }

    private static byte[] written(Sheet<?> sheet, Exports.File file) throws IOException {
        var bytes = new ByteArrayOutputStream();
        new Exports().write(sheet, file, bytes);
        return bytes.toByteArray();
    }

    private static String csv(Line... lines) throws IOException {
        return new String(
                written(sheet(List.of(lines)), new Exports.File(Format.CSV, BERLIN, false)), StandardCharsets.UTF_8);
    }

    private static XSSFWorkbook xlsx(Line... lines) throws IOException {
        return new XSSFWorkbook(
                new ByteArrayInputStream(written(sheet(List.of(lines)), new Exports.File(Format.XLSX, BERLIN, false))));
    }

    private static String readByCommons(String csv) throws IOException {
        try (var parser = CSVFormat.RFC4180.parse(new StringReader(csv))) {
            return lastOf(parser.getRecords()).get(0);
        }
    }

    private static CSVRecord lastOf(List<CSVRecord> records) {
        return records.get(records.size() - 1);
    }

    private static String readByJackson(String csv) throws IOException {
        try (var lines = new CsvMapper()
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .readerFor(String[].class)
                .<String[]>readValues(csv)) {
            var all = lines.readAll();
            return all.get(all.size() - 1)[0];
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void two_parsers_read_each_text_of_a_csv_file(String text) throws IOException {
        var csv = csv(Line.of(text));

        var read = readByCommons(csv);
        assertThat(readByJackson(csv)).isEqualTo(read);
        assertThat(read).isEqualTo(FORMULAS.contains(text) ? "'" + text : text);
        assertThat(csv).startsWith("Text,Whole,").contains("\r\n").endsWith("\r\n");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void a_text_of_a_workbook_is_a_text_and_the_same(String text) throws IOException {
        try (var workbook = xlsx(Line.of(text))) {
            var cell = workbook.getSheetAt(0).getRow(1).getCell(0);

            assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
            assertThat(cell.getStringCellValue()).isEqualTo(text);
            assertThat(cell.getCellStyle().getDataFormatString()).isEqualTo("@");
        }
    }

    @Test
    void half_a_character_becomes_a_replacement() throws IOException {
        try (var workbook = xlsx(Line.of("a\uD83Db"))) {
            assertThat(workbook.getSheetAt(0).getRow(1).getCell(0).getStringCellValue())
                    .isEqualTo("a\uFFFDb");
        }
    }

    @Test
    void a_text_that_is_too_long_for_a_cell_is_cut_with_a_mark_between_characters() throws IOException {
        var even = "😀".repeat(20_000);
        for (var text : List.of(even, "x" + even, "_x0041_".repeat(6_000), "\u0001".repeat(40_000))) {
            try (var workbook = xlsx(Line.of(text))) {
                var read = workbook.getSheetAt(0).getRow(1).getCell(0).getStringCellValue();

                assertThat(read)
                        .hasSizeBetween(CellText.MOST - 1, CellText.MOST)
                        .endsWith("… (cut)");
                var kept = read.substring(0, read.length() - CellText.CUT.length());
                assertThat(text).startsWith(kept);
                assertThat(Character.isHighSurrogate(kept.charAt(kept.length() - 1)))
                        .isFalse();
            }
            assertThat(readByCommons(csv(Line.of(text)))).isEqualTo(text);
        }
        assertThat(CellText.cut("x".repeat(CellText.MOST)))
                .hasSize(CellText.MOST)
                .endsWith("x");
    }

    @Test
    void numbers_have_their_units() throws IOException {
        var line = new Line(
                "t",
                7L,
                new BigDecimal("-1.50"),
                97.5,
                null,
                Duration.ofHours(30).plusMillis(250));

        assertThat(csv(line)).isEqualTo("""
                Text,Whole,Decimal,Percent (%),Instant,Duration (seconds)\r
                t,7,-1.5,97.5,,108000.25\r
                """);
        try (var workbook = xlsx(line)) {
            var row = workbook.getSheetAt(0).getRow(1);
            assertThat(row.getCell(1).getNumericCellValue()).isEqualTo(7);
            assertThat(row.getCell(2).getNumericCellValue()).isEqualTo(-1.5);
            assertThat(row.getCell(3).getNumericCellValue()).isEqualTo(0.975);
            assertThat(row.getCell(3).getCellStyle().getDataFormatString()).isEqualTo("0.00%");
            assertThat(row.getCell(4)).isNull();
            assertThat(row.getCell(5).getNumericCellValue() * 86_400).isCloseTo(108_000.25, within(1e-6));
            assertThat(row.getCell(5).getCellStyle().getDataFormatString()).isEqualTo("[h]:mm:ss");
        }
    }

    @Test
    void instants_are_in_the_zone_on_both_sides_of_a_change_of_its_clocks() throws IOException {
        // 2026-10-25 in Berlin: 02:30 comes twice; 2026-03-29: after 01:59 comes 03:00
        var twice = List.of(Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-25T01:30:00.123456Z"));
        var gap = List.of(Instant.parse("2026-03-29T00:59:59Z"), Instant.parse("2026-03-29T01:00:00Z"));

        assertThat(csv(Line.at(twice.get(0)), Line.at(twice.get(1)), Line.at(gap.get(0)), Line.at(gap.get(1))))
                .contains(
                        ",2026-10-25T02:30:00+02:00,",
                        ",2026-10-25T02:30:00.123456+01:00,",
                        ",2026-03-29T01:59:59+01:00,",
                        ",2026-03-29T03:00:00+02:00,");
        try (var workbook =
                xlsx(Line.at(twice.get(0)), Line.at(twice.get(1)), Line.at(gap.get(0)), Line.at(gap.get(1)))) {
            var sheet = workbook.getSheetAt(0);
            assertThat(sheet.getRow(0).getCell(4).getStringCellValue()).isEqualTo("Instant (Europe/Berlin)");
            assertThat(DateUtil.isCellDateFormatted(sheet.getRow(1).getCell(4))).isTrue();
            assertThat(instants(sheet))
                    .containsExactly(
                            LocalDateTime.parse("2026-10-25T02:30:00"),
                            LocalDateTime.parse("2026-10-25T02:30:00.123"),
                            LocalDateTime.parse("2026-03-29T01:59:59"),
                            LocalDateTime.parse("2026-03-29T03:00:00"));
        }
    }

    private static List<LocalDateTime> instants(XSSFSheet sheet) {
        return IntStream.rangeClosed(1, sheet.getLastRowNum())
                .mapToObj(row -> sheet.getRow(row).getCell(4).getLocalDateTimeCellValue())
                .toList();
    }

    @Test
    void a_workbook_has_headings_that_stay_in_sight() throws IOException {
        try (var workbook = xlsx(Line.of("x"))) {
            var sheet = workbook.getSheet("Things");

            assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
            assertThat(sheet.getPaneInformation().getHorizontalSplitTopRow()).isEqualTo((short) 1);
            assertThat(sheet.getRow(0).getCell(0).getCellStyle().getFont().getBold())
                    .isTrue();
            assertThat(sheet.getColumnWidth(0)).isGreaterThan(30 * 256);
        }
    }

    @Test
    void rows_that_do_not_fit_on_a_sheet_go_to_the_next_one_with_the_headings() throws IOException {
        var lines =
                IntStream.rangeClosed(1, 7).mapToObj(n -> Line.of("row " + n)).toList();
        var bytes = new ByteArrayOutputStream();
        var file = new XlsxFile<>(sheet(lines), BERLIN, 4, bytes);
        for (var line : lines) {
            file.row(line);
        }
        file.end();

        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(workbook.getNumberOfSheets()).isEqualTo(3);
            assertThat(workbook.getSheet("Things").getLastRowNum()).isEqualTo(3);
            assertThat(workbook.getSheet("Things 2").getRow(0).getCell(0).getStringCellValue())
                    .isEqualTo("Text");
            assertThat(workbook.getSheet("Things 3").getRow(1).getCell(0).getStringCellValue())
                    .isEqualTo("row 7");
        }
        assertThat(XlsxFile.MOST_ROWS).isEqualTo(1_048_576);
    }

    @Test
    void a_report_without_rows_has_headings() throws IOException {
        assertThat(csv()).startsWith("Text,").hasLineCount(1);
        try (var workbook = xlsx()) {
            assertThat(workbook.getSheetAt(0).getLastRowNum()).isZero();
        }
    }

    @Test
    void a_byte_order_mark_is_written_on_request() throws IOException {
        var bytes = written(sheet(List.of()), new Exports.File(Format.CSV, BERLIN, true));

        assertThat(bytes).startsWith(0xEF, 0xBB, 0xBF, 'T');
    }

    /** A target that takes so many bytes. */
    private static final class Full extends OutputStream {

        private int left;

        Full(int left) {
            this.left = left;
        }

        @Override
        public void write(int single) throws IOException {
            if (--left < 0) {
                throw new IOException("full");
            }
        }
    }

    @Test
    void rows_are_written_while_they_are_read_and_reading_ends_with_the_target() {
        for (var format : Format.values()) {
            var read = new AtomicInteger();
            Sheet<Line> endless = new Sheet<>("Things", sheet(List.of()).columns(), target -> {
                while (true) {
                    target.accept(Line.of("row " + read.incrementAndGet() + UUID.randomUUID()));
                }
            });
            var exports = new Exports();

            assertThatThrownBy(() -> exports.write(endless, new Exports.File(format, BERLIN, false), new Full(50_000)))
                    .isInstanceOf(IOException.class);

            assertThat(read.get()).as(format.name()).isBetween(100, 10_000);
        }
    }
}
