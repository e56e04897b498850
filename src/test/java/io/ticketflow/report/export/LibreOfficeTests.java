package io.ticketflow.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LibreOffice opens an exported workbook. The test is skipped where LibreOffice is not installed. */
class LibreOfficeTests {

    private static final Path SOFFICE = Path.of("/usr/bin/soffice");

    /** CSV with commas and quotes, in UTF-8, from the first line on, with all cells as they are shown. */
    private static final String AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false";

    @Test
    void libre_office_shows_what_was_exported(@TempDir Path directory) throws IOException, InterruptedException {
        assumeTrue(Files.exists(SOFFICE), "SKIPPED: no LibreOffice, so no exported workbook was opened in it.");
        var workbook = directory.resolve("things.xlsx");
        var sheet = new Sheet<>(
                "Things",
                List.of(
                        Column.text("Text", 30, (String text) -> text),
                        Column.instant("Instant", text -> Instant.parse("2026-10-25T01:30:00Z")),
                        Column.duration("Duration", text -> Duration.ofHours(30)),
                        Column.whole("Length", text -> (long) text.length())),
                SheetFileTests.texts()::forEach);
        try (var file = Files.newOutputStream(workbook)) {
            new Exports().write(sheet, new Exports.File(Format.XLSX, ZoneId.of("Europe/Berlin"), false), file);
        }

        var converted = new ProcessBuilder(
                        SOFFICE.toString(),
                        "-env:UserInstallation=" + directory.resolve("profile").toUri(),
                        "--headless",
                        "--convert-to",
                        AS_SHOWN,
                        "--outdir",
                        directory.toString(),
                        workbook.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        assertThat(converted.waitFor(2, TimeUnit.MINUTES)).isTrue();

        var csv = directory.resolve("things.csv");
        assertThat(csv).as(Files.readString(directory.resolve("log"))).exists();
        try (var shown = CSVFormat.DEFAULT.parse(Files.newBufferedReader(csv, StandardCharsets.UTF_8))) {
            var rows = shown.getRecords();
            assertThat(rows.stream().skip(1).map(row -> row.get(0)).toList())
                    .isEqualTo(SheetFileTests.texts().stream()
                            .map(LibreOfficeTests::withItsLineBreaks)
                            .toList());
            assertThat(rows.get(1).get(1)).isEqualTo("2026-10-25 02:30:00");
            assertThat(rows.get(1).get(2)).isEqualTo("30:00:00");
            assertThat(rows.get(1).get(3)).isEqualTo("18");
        }
    }

    private static String withItsLineBreaks(String text) {
        return text.replace("\r\n", "\n");
    }
}
