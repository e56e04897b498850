package io.ticketflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of {@code access-matrix.txt}: a valid request for a route, and the status that each role gets.
 *
 * @param reach the scope that a personal token needs, or the reason why there is none
 * @param expected the status without signing in, then those of the roles from the requester up; two values with a slash are for the caller's own thing and for
 * another person's
 */
public record RouteRow(String method, String path, String reach, List<String> expected, String body) {

    private static final String FILE = "file ";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");

    public static Stream<RouteRow> all() {
        try {
            return Files.readAllLines(Path.of("src/test/resources/access-matrix.txt")).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(RouteRow::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RouteRow of(String line) {
        var cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        var route = cells.get(0).split("\\s+", 2);
        return new RouteRow(
                route[0], route[1], cells.get(1), cells.subList(2, 9), cells.size() > 9 ? cells.get(9) : "");
    }

    /** The route in the form of {@link #shape(String, String)}. */
    public String shape() {
        return shape(method, path.replaceAll("\\?.*", ""));
    }

    /** A route without the names of its placeholders. */
    public static String shape(String method, String path) {
        return method + " " + PLACEHOLDER.matcher(path).replaceAll("{}");
    }

    boolean isUpload() {
        return body.startsWith(FILE);
    }

    String uploadVisibility() {
        return body.substring(FILE.length());
    }

    @Override
    public String toString() {
        return method + " " + path + " " + body;
    }
}
