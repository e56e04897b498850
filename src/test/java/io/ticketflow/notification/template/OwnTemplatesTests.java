package io.ticketflow.notification.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates in the operator's folder. */
class OwnTemplatesTests {

    private static final Facts FACTS = Examples.whole(Message.TICKET_ASSIGNED);

    @TempDir
    private Path folder;

    @Test
    void an_operators_words_are_used_and_the_others_stay() throws IOException {
        write("de/ticket-assigned.subject", "\uFEFF[(${number})] ist deins: [(${title})]\r\n");
        write(
                "de/ticket-assigned.txt",
                "Viel Erfolg![# th:if=\"${priority == 'P1'}\"] Eilig![/]\r\n\r\n\r\nBis bald\r\n");

        var templates = templates();

        assertThat(templates.problems()).isEmpty();
        assertThat(templates.given()).isEqualTo(2);
        var german = words(templates, Language.GERMAN);
        assertThat(german.subject()).isEqualTo("TKT-1042 ist deins: Disk full on db3");
        assertThat(german.text()).isEqualTo("Viel Erfolg!\n\nBis bald");
        assertThat(words(templates, Language.ENGLISH).subject()).startsWith("TKT-1042 is yours now");
    }

    @Test
    void each_format_of_a_message_can_be_replaced() throws IOException {
        write(
                "en/ticket-assigned.html",
                "<p th:text=\"${title}\">x</p><p th:if=\"${link}\"><a th:href=\"${link}\">[[${by}]]</a></p>");
        write("en/ticket-assigned.sms", "Now yours: [(${number})]\n");
        write("en/ticket-assigned.slack", "*[(${title})]* <[(${link})]|Look>");
        var templates = templates();
        var facts = FACTS.text(Fact.TITLE, "a < b");
        var words = templates.words(Message.TICKET_ASSIGNED, facts, Language.ENGLISH, ZoneOffset.UTC);
        var around = new Around("TKT-1042", "https://help.example.org/t/TKT-1042", null);

        assertThat(templates.html(Message.TICKET_ASSIGNED, facts, words, Language.ENGLISH, ZoneOffset.UTC, around))
                .isEqualTo("<p>a &lt; b</p><p><a href=\"https://help.example.org/t/TKT-1042\">Leo Lead</a></p>");
        assertThat(templates.sms(Message.TICKET_ASSIGNED, facts, words, Language.ENGLISH, ZoneOffset.UTC, around))
                .isEqualTo("Now yours: TKT-1042");
        assertThat(templates.slack(Message.TICKET_ASSIGNED, facts, words, Language.ENGLISH, ZoneOffset.UTC, around))
                .isEqualTo("*a &lt; b* <https://help.example.org/t/TKT-1042|Look>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", textBlock = """
            en/ticket-assigned.txt     | 3 | Hi~,~[(${assigne})]                     | there is no fact "assigne" here, only application, by, category, number, priority, title
            en/ticket-assigned.subject | 1 | [(${due})]                              | there is no fact "due"
            en/ticket-assigned.txt     | 2 | [[${title}]]                            | [[…]] would write &lt; for <
            en/ticket-assigned.txt     | 2 | ${title}                                | and not without the brackets
            en/ticket-assigned.txt     | 2 | [(${title}                              | is written as [(${title})]
            en/ticket-assigned.txt     | 2 | [# th:if="${by}"]never ends             | -
            en/ticket-assigned.txt     | 2 | [# th:fi="${by}"]typing error[/]        | th:fi is not known here
            en/ticket-assigned.txt     | 2 | [(${T(java.lang.Runtime).getRuntime()})] | -
            en/ticket-assigned.txt     | 2 | [(${new java.io.File('/tmp/x')})]       | -
            en/ticket-assigned.txt     | 2 | [(${@sessions})]                        | -
            en/ticket-assigned.txt     | 2 | [(${title.getClass()})]                 | -
            en/ticket-assigned.txt     | 2 | [(${title.class})]                      | -
            en/ticket-assigned.txt     | 2 | [(${'x'.bytes})]                        | -
            en/ticket-assigned.txt     | 2 | [(${#ctx})]                             | -
            en/ticket-assigned.txt     | 2 | [(__${title}__)]                        | would take a text of a person for an expression
            en/ticket-assigned.txt     | 2 | [# th:insert="~{/etc/passwd}"][/]       | -
            en/ticket-assigned.html    | 2 | <p th:utext="${title}"></p>             | let a person write HTML
            en/ticket-assigned.html    | 2 | <p>[(${title})]</p>                     | let a person write HTML
            en/ticket-assigned.html    | 2 | <p th:text="${titel}"></p>              | there is no fact "titel"
            en/ticket-assigned.html    | 2 | <p th:onclick="${title}"></p>           | th:onclick is not known here
            en/layout.txt              | 2 | [(${words})]                            | there is no fact "words" here
            en/layout.html             | 2 | <p th:each="b : ${blocks}" th:text="${b.text}"></p> | there is no fact "text" here
            """)
    void a_broken_one_is_named_with_its_line_and_ours_is_used(
            String file, int line, String text, @Nullable String problem) throws IOException {
        write(file, "\n".repeat(line - 1) + text + "\n");

        var templates = templates();

        assertThat(templates.given()).isZero();
        assertThat(templates.problems())
                .singleElement()
                .asString()
                .startsWith(file + ":" + line + ": ")
                .contains(problem == null ? "" : problem)
                .doesNotContain("\n");
        assertThat(words(templates, Language.ENGLISH)).isEqualTo(words(TestTemplates.OURS, Language.ENGLISH));
    }

    @Test
    void a_name_that_no_message_has_is_told() throws IOException {
        write("de/ticket-asigned.txt", "x");
        write("fr/ticket-assigned.txt", "x");
        write("de/layout.subject", "x");

        assertThat(templates().problems())
                .containsExactly(
                        "de/layout.subject: no message has a template of this name",
                        "de/ticket-asigned.txt: no message has a template of this name",
                        "fr/ticket-assigned.txt: no message has a template of this name");
    }

    @Test
    void a_folder_that_does_not_exist_is_told() {
        var nowhere = folder.resolve("nowhere");

        assertThat(TestTemplates.with(nowhere.toString()).problems())
                .containsExactly("TEMPLATES_DIR %s is no folder".formatted(nowhere));
    }

    @Test
    void one_that_fails_later_is_left_then_and_the_message_goes_out() throws IOException {
        // An example has these facts; a message of an earlier version may lack one.
        write("en/ticket-assigned.txt", "[(${priority.length})]");
        write("en/ticket-closed.txt", "[(${'P' + 1 / (number == 'TKT-7' ? 0 : 1)})] closed");
        var templates = templates();
        assertThat(templates.given()).isEqualTo(1);

        var words = templates.words(
                Message.TICKET_CLOSED,
                Examples.whole(Message.TICKET_CLOSED).code(Fact.NUMBER, "TKT-7"),
                Language.ENGLISH,
                ZoneOffset.UTC);

        assertThat(words.text()).contains("The solution was not rejected in time");
        assertThat(templates.problems()).hasSize(2).last().asString().startsWith("en/ticket-closed.txt:1: ");
        assertThat(new TemplateHealth(templates).health().getDetails())
                .containsEntry("used", 0)
                .containsEntry("broken", templates.problems());
    }

    private Templates templates() {
        return TestTemplates.with(folder.toString());
    }

    private static Words words(Templates templates, Language language) {
        return templates.words(Message.TICKET_ASSIGNED, FACTS, language, ZoneOffset.UTC);
    }

    private void write(String file, String text) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void what_is_wrong_is_found_in_many_files_at_once() throws IOException {
        for (var language : List.of("de", "en")) {
            write(language + "/ticket-closed.txt", "[(${nothing})]");
            write(language + "/ticket-closed.subject", "fine");
        }

        var templates = templates();

        assertThat(templates.problems()).hasSize(2);
        assertThat(templates.given()).isEqualTo(2);
    }
}
