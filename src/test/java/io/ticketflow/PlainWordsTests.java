package io.ticketflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Refuses words in comments, API texts and documents that hide who acts (CONTRIBUTING.md, "Comments"). Released migrations and models never change, so the test
 * does not check their texts, nor names in code.
 */
class PlainWordsTests {

    private static final Pattern HIDING =
            Pattern.compile("(?i)\\b(?:whoever|nobody|somebody|anybody|no more(?! than))\\b");

    /** Matches text blocks, strings and characters of Java, so that no comment is found inside them, and comments. */
    private static final Pattern TOKEN = Pattern.compile("(?s)(\"\"\".*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\")"
            + "|'(?:\\\\.|[^'\\\\\\n])*+'|(/\\*.*?\\*/|(?://[^\\n]*\\n\\s*)+)");

    private static final Pattern CODE = Pattern.compile("\"[A-Z0-9_]+\"");
    private static final Pattern QUOTED_CODE = Pattern.compile("(?s)```.*?```|`[^`]*`");

    @Test
    void comments_name_who_acts() throws IOException {
        var found = new ArrayList<String>();
        for (var root : List.of("src", "bench", ".ci")) {
            for (var file : filesBelow(root, ".java")) {
                TOKEN.matcher(Files.readString(file))
                        .results()
                        .filter(token -> token.group(2) != null)
                        .forEach(token -> collect(file, token.group(2).replaceAll("\\n\\s*(?:\\*|//)", " "), found));
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void texts_of_the_application_name_who_acts() throws IOException {
        var found = new ArrayList<String>();
        for (var file : filesBelow("src/main/java", ".java")) {
            TOKEN.matcher(Files.readString(file))
                    .results()
                    .filter(token -> token.group(1) != null)
                    .filter(token -> !CODE.matcher(token.group(1)).matches())
                    .forEach(token -> collect(file, token.group(1), found));
        }
        collect(Path.of("src/main/resources/openapi/examples.json"), found);

        assertThat(found).isEmpty();
    }

    @Test
    void documents_and_settings_name_who_acts() throws IOException {
        var documents = new ArrayList<>(filesBelow("docs", ".md"));
        List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md", ".env.example")
                .forEach(file -> documents.add(Path.of(file)));
        documents.add(Path.of("src/main/resources/application.yml"));
        documents.addAll(filesBelow(".camunda", ".json"));
        var found = new ArrayList<String>();
        for (var file : documents) {
            collect(file, found);
        }

        assertThat(found).isEmpty();
    }

    private static List<Path> filesBelow(String root, String ending) throws IOException {
        try (var files = Files.walk(Path.of(root))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static void collect(Path file, List<String> found) throws IOException {
        collect(file, QUOTED_CODE.matcher(Files.readString(file)).replaceAll(" "), found);
    }

    private static void collect(Path file, String text, List<String> found) {
        var line = text.replaceAll("\\s+", " ");
        HIDING.matcher(line)
                .results()
                .map(word -> "%s: …%s…"
                        .formatted(
                                file,
                                line.substring(
                                        Math.max(0, word.start() - 60), Math.min(line.length(), word.end() + 60))))
                .forEach(found::add);
    }
}
