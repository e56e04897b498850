package io.ticketflow.notification.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks the tables of docs/notifications.md. {@code mvn test -Dtest=TemplatePageTests -Dwords.write} writes them again. */
class TemplatePageTests {

    private static final Path PAGE = Path.of("docs", "notifications.md");

    @Test
    void the_page_lists_every_message_and_fact() throws IOException {
        var page = Files.readString(PAGE);
        var right = with(with(page, "messages", messages()), "facts", facts());
        if (System.getProperty("words.write") != null) {
            Files.writeString(PAGE, right);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(right);
    }

    private static String with(String page, String name, String table) {
        var begin = "<!-- %s -->\n".formatted(name);
        var end = "<!-- end of %s -->".formatted(name);
        return page.substring(0, page.indexOf(begin) + begin.length()) + table + page.substring(page.indexOf(end));
    }

    private static String messages() {
        return "| files | when, and for whom | facts |\n|---|---|---|\n"
                + Arrays.stream(Message.values())
                        .map(message -> "| `%s` | %s | %s |\n"
                                .formatted(message.fileName(), message.meaning(), factsOf(message)))
                        .collect(Collectors.joining());
    }

    private static String factsOf(Message message) {
        return message.facts().stream()
                .filter(fact -> fact != Fact.APPLICATION && fact != Fact.NUMBER && fact != Fact.TITLE)
                .map(fact -> "`" + fact.key() + "`")
                .collect(Collectors.joining(", "));
    }

    private static String facts() {
        return "| fact | what it is |\n|---|---|\n"
                + Arrays.stream(Fact.values())
                        .map(fact -> "| `%s` | %s%s |\n".formatted(fact.key(), fact.meaning(), codes(fact)))
                        .collect(Collectors.joining());
    }

    private static String codes(Fact fact) {
        return fact.kind() == Fact.Kind.CODE && fact.example().contains(",")
                ? ": `" + fact.example().replace(",", "`, `") + "`"
                : "";
    }
}
