package io.ticketflow.process.gate;

import static io.ticketflow.process.gate.Hostile.edited;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.process.model.XmlFile;
import io.ticketflow.process.sandbox.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that would answer something else than their author means, or nothing, without a word; and right tables that look like them. */
class TableCellTests {

    private static final String NETWORK = "<text>\"NETWORK\",\"SECURITY\",\"ACCESS\"</text>";
    private static final String P1 = "<text>\"P1\"</text>";
    private static final String TEAM = "<text>\"Network\"</text>";

    /** A server with two teams, and a skill for each category. */
    private static final Surroundings SERVER = new Surroundings() {
        @Override
        public boolean hasTeam(String name) {
            return List.of("Platform", "Network").contains(name);
        }

        @Override
        public boolean hasSkill(String name) {
            return name.equals(name.toUpperCase(Locale.ROOT));
        }

        @Override
        public Set<String> fieldsOf(String form) {
            return Set.of();
        }
    };

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            NETWORK,SECURITY                                 | 'NETWORK' is nothing
            "NETWORK",SECURITY                               | 'SECURITY' is nothing
            not(VM)                                          | 'VM' is nothing
            not("VM",STORAGE)                                | 'STORAGE' is nothing
            ? = VM                                           | 'VM' is nothing
            ? in ("NETWORK", ACCESS)                         | 'ACCESS' is nothing
            list contains(["NETWORK", ACCESS], ?)            | 'ACCESS' is nothing
            starts with(?, NET)                              | 'NET' is nothing
            if priority = P1 then true else false            | 'P1' is nothing
            count(tags[item = vpn]) > 0                      | 'vpn' is nothing
            {a: VM}.a = ?                                    | 'VM' is nothing
            network.vpn                                      | 'network' is nothing
            "network"                                        | write "NETWORK"
            "Network","SECURITY"                             | write "NETWORK"
            "NETWORK "                                       | write "NETWORK"
            "CI/CD"                                          | write "CI_CD"
            not("vm")                                        | write "VM"
            ? = "network"                                    | write "NETWORK"
            ? != "network"                                   | write "NETWORK"
            category in ("network", "VM")                    | write "NETWORK"
            list contains(["network"], category)             | write "NETWORK"
            priority = "p1"                                  | write "P1"
            requesterRole = "Manager"                        | write "MANAGER"
            "PRINTER"                                        | they are VM
            tags = "vpn"                                     | write list contains(tags, "vpn")
            list contains(tags, "VPN")                       | write "vpn"
            list contains(list: tags, element: "VPN")        | write "vpn"
            list contains(tags, "vpn ")                      | write "vpn"
            list contains(tags, "vpn  wlan")                 | write "vpn wlan"
            list contains(tags, "ＶＰＮ")                       | write "vpn"
            list contains(tags, "vpn,wlan")                  | without a comma
            list contains(tags, "")                          | 1 to 50 characters
            list contains(tags, "VPN") = false               | write "vpn"
            "VPN" in tags                                    | write "vpn"
            tags = ["VPN"]                                   | write "vpn"
            tags[1] = "VPN"                                  | write "vpn"
            count(tags[item = "VPN"]) > 0                    | write "vpn"
            count(tags[contains(item, "VPN")]) > 0           | write "vpn"
            count(index of(tags, "VPN")) > 0                 | write "vpn"
            contains(string join(tags, " "), "VPN")          | write "vpn"
            contains(tags, "VPN")                            | write list contains(tags, "vpn")
            contains(lower case(title), "VPN")               | write "vpn"
            lower case(title) in ("Vpn", "wlan")             | write "vpn"
            starts with(upper case(?), "Net")                | write "NET"
            trim(title) = " vpn"                             | write "vpn"
            title = ""                                       | one line of 1 to 200 characters
            ["network", "VM"]                                | write "NETWORK"
            [1..5]                                           | none has what its cells ask for
            > 5                                              | none has what its cells ask for
            "VM" and priority = "P1"                         | none has what its cells ask for
            level > 4                                        | none has what its cells ask for
            "VM"                                             | the rows before it answer
            """)
    void a_condition_that_does_not_mean_what_it_says_is_refused(String cell, String reason) {
        assertThat(examine(edited(shipped(), NETWORK, text(cell)))).anySatisfy(objection -> {
            assertThat(objection.elementId()).isIn("network_category", "network");
            assertThat(objection.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"NETWORK\" , \"SECURITY\"",
                "/* for us, not for them */ \"NETWORK\"",
                "\"NETWORK\" // for us",
                "not(\"VM\",\"STORAGE\",\"DATABASE\",\"CI_CD\",\"MONITORING\",\"APPLICATION\")",
                "? in (\"NETWORK\", \"ACCESS\")",
                "starts with(?, \"NET\")",
                "starts with(lower case(?), \"net\")",
                "lower case(category) = \"network\"",
                "list contains(tags, \"vpn\")",
                "list contains(tags, \"größe 2 & mehr\")",
                "\"vpn\" in tags",
                "contains(string join(tags, \", \"), \"vpn, wlan\")",
                "count(tags[starts with(item, \"vpn \")]) > 0",
                "contains(title, \"VPN\")",
                "title = \" VPN \"",
                "contains(upper case(title), \"VPN\")",
                "contains(trim(title), \" vpn\")",
                "count(tags[item = \"vpn\"]) > 0",
                "contains(lower case(title), \"vpn\") and ? != \"VM\"",
                "matches(title, \"(?i)vpn\") or priority = \"P1\"",
                "level > 3",
                "requesterRole in (\"MANAGER\", \"ADMIN\")",
                "reopenCount > 1",
                "now().hour >= 18",
                "-"
            })
    void a_condition_that_means_what_it_says_passes(String cell) {
        assertThat(examine(edited(shipped(), NETWORK, text(cell)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "NETWORK",,            | from ',,' on
            "NETWORK" or           | from 'or' on
            ("NETWORK"             | from '("NETWORK"' on
            = "NETWORK             | from
            """)
    void what_is_no_feel_is_refused_by_the_rest_that_cannot_be_read(String cell, String reason) {
        assertThat(examine(edited(shipped(), NETWORK, text(cell))))
                .singleElement()
                .satisfies(objection -> {
                    assertThat(objection.elementId()).isEqualTo("network_category");
                    assertThat(objection.reason()).contains("It is no FEEL", reason);
                });
    }

    @Test
    void names_without_quotes_are_found_in_every_column_and_answer() {
        assertThat(examine(edited(shipped(), P1, "<text>P1,P2</text>")))
                .extracting(Objection::elementId)
                .containsOnly("critical-infrastructure_priority");
        assertThat(examine(edited(shipped(), TEAM, text("if priority = P1 then \"Platform\" else Network"))))
                .extracting(Objection::reason)
                .anyMatch(reason -> reason.contains("'P1'"))
                .anyMatch(reason -> reason.contains("'Network'"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            tags                | list contains(?, "vpn")
            tags                | list contains(tags, "vpn")
            title               | contains(lower case(?), "vpn")
            count(tags)         | > 3
            tags[1]             | "vpn"
            title               | "Printer"
            """)
    void the_answer_behind_any_condition_is_checked(String column, String cell) {
        assertThat(examine(withRow(column, cell, "\"Nosuchteam\"")))
                .singleElement()
                .satisfies(objection -> {
                    assertThat(objection.elementId()).isEqualTo("vpn");
                    assertThat(objection.reason()).contains("no team \"Nosuchteam\"");
                });
        assertThat(examine(withRow(column, cell, "\"Network\""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            tags                       | list contains(?, "VPN") | vpn_m
            tags                       | "VPN" in ?              | vpn_m
            tags                       | ["VPN"]                 | vpn_m
            tags[1]                    | "VPN"                   | vpn_m
            lower case(title)          | "VPN"                   | vpn_m
            lower case(title)          | contains(?, "VPN")      | vpn_m
            list contains(tags, "VPN") | true                    | inputExpression_more
            """)
    void a_text_is_held_against_the_form_that_the_values_of_its_column_have(
            String column, String cell, String element) {
        assertThat(examine(withRow(column, cell, "\"Network\"")))
                .singleElement()
                .satisfies(objection -> {
                    assertThat(objection.elementId()).isEqualTo(element);
                    assertThat(objection.reason()).contains("write \"vpn\"");
                });
        assertThat(examine(withRow(column.replace("VPN", "vpn"), cell.replace("VPN", "vpn"), "\"Network\"")))
                .isEmpty();
    }

    @Test
    void each_branch_of_an_answer_is_checked() {
        var byTitle = "if contains(title, \"vpn\") then \"Nosuchteam\" else \"Network\"";
        var byPriority = "if priority = \"P1\" then \"Nosuchteam\" else \"Network\"";

        for (var answer : List.of(byTitle, byPriority)) {
            assertThat(examine(edited(shipped(), TEAM, text(answer))))
                    .extracting(Objection::elementId)
                    .containsOnly("network");
        }
        assertThat(examine(edited(shipped(), TEAM, text(byTitle.replace("Nosuchteam", "Platform")))))
                .isEmpty();
    }

    @Test
    void wrong_case_and_blanks_in_a_team_skill_role_or_strategy_are_found_behind_a_tag() {
        var right = withRow("tags", "list contains(?, \"vpn\")", "\"Network\"");

        assertThat(examine(edited(
                        right,
                        "<text>\"Network\"</text></outputEntry><outputEntry id=\"vpn_s",
                        "<text>\"network\"</text></outputEntry><outputEntry id=\"vpn_s")))
                .extracting(Objection::elementId)
                .containsOnly("vpn");
        assertThat(examine(edited(
                        right,
                        "<text>\"\"</text></outputEntry><outputEntry id=\"vpn_r",
                        "<text>\"Vpn\"</text></outputEntry><outputEntry id=\"vpn_r")))
                .extracting(Objection::elementId)
                .containsOnly("vpn");
        assertThat(examine(edited(
                        right,
                        "<outputEntry id=\"vpn_role\"><text>\"DEVOPS_ENGINEER\"",
                        "<outputEntry id=\"vpn_role\"><text>\"DEVOPS_ENGINEER \"")))
                .extracting(Objection::elementId)
                .containsOnly("vpn");
    }

    @Test
    void a_row_that_the_rows_before_it_hide_is_named_only_if_they_hide_it_for_certain() {
        var hidden = edited(
                        shipped(),
                        "<inputEntry id=\"platform_category\">",
                        "<inputEntry id=\"platform_category\"><!-- -->")
                .replace(
                        "<text>\"VM\",\"STORAGE\",\"DATABASE\",\"CI_CD\",\"MONITORING\",\"APPLICATION\"</text>",
                        "<text></text>");
        var maybe = withRow("title", "not(contains(lower case(?), \"vpn\"))", "\"Network\"");

        assertThat(examine(hidden)).extracting(Objection::elementId).containsExactly("network");
        assertThat(examine(maybe)).isEmpty();
    }

    @Test
    void a_column_may_come_from_a_decision_that_the_table_requires() {
        assertThat(examine(withSeverity("\"high\"", "\"P1\",\"P2\""))).isEmpty();
        assertThat(examine(withSeverity("\"High\"", "\"P1\",\"P2\"")))
                .singleElement()
                .satisfies(objection -> assertThat(objection.reason()).contains("No ticket reaches this row"));
        assertThat(examine(withSeverity("high", "\"P1\",\"P2\"")))
                .singleElement()
                .satisfies(objection -> assertThat(objection.reason()).contains("'high'"));
        assertThat(examine(withSeverity("\"high\"", "P1,P2")))
                .extracting(Objection::elementId)
                .containsOnly("highWhen");
        assertThat(examine(withSeverity("\"high\"", "\"p1\"")))
                .extracting(Objection::elementId)
                .containsOnly("highWhen");
    }

    @Test
    void an_empty_answer_is_one_that_is_left_out() {
        var left = edited(
                shipped(),
                "<outputEntry id=\"everything-else_skill\">\n          <text>\"\"</text>",
                "<outputEntry id=\"everything-else_skill\">");

        assertThat(examine(left)).isEmpty();
    }

    @Test
    void the_shipped_tables_pass() throws IOException {
        for (var table : List.of("assignment-routing", "escalation-routing")) {
            assertThat(examine(Files.readString(Path.of("dmn/%s.dmn".formatted(table)))))
                    .isEmpty();
        }
    }

    @Test
    void a_table_of_an_own_process_may_ask_for_any_variable() {
        assertThat(examine(own("string", "remote", "true", "string", "laptop"))).isEmpty();
        assertThat(examine(own("string", "category", "\"chairs\"", "string", "\"wood\"")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ~~      | ["a", "b"]                                                | is a list
            ~~      | tags                                                      | is a list
            ~~      | split(kind, ",")                                          | is a list
            ~~      | append(["a"], kind)                                       | is a list
            ~~      | {a: 1}                                                    | is a list
            ~~      | if kind = "a" then ["a"] else "b"                         | is a list
            ~~      | tags[item = "x"]                                          | is a list
            ~~      | duration("PT1H")                                          | is a duration
            ~~      | @"P1D"                                                    | is a duration
            number  | duration("PT1H") * 2                                      | is a duration
            string  | duration("PT1H") * 0.5                                    | by a fraction
            ~~      | date and time("2026-01-02T00:00:00") - date and time("2026-01-01T00:00:00") | is a duration
            date    | date("2026-01-01")                                        | is a date
            ~~      | date("2026-01-01")                                        | is a date
            ~~      | @"2026-01-01"                                             | is a date
            ~~      | date(due)                                                 | is a date
            ~~      | date and time("2026-01-01T00:00:00")                      | is a date
            ~~      | now()                                                     | is a date
            ~~      | today() + duration("P1D")                                 | is a date
            ~~      | if due < now() then "late" else "early"                   | compares with now()
            """)
    void an_answer_that_the_engine_cannot_keep_is_refused(String type, String answer, String reason) {
        assertThat(examine(own("", "kind", "\"a\"", type, answer))).anySatisfy(objection -> {
            assertThat(objection.elementId()).isEqualTo("r_1");
            assertThat(objection.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ~~      | "PT1H"
            string  | string(duration("PT1H") * 2)
            ~~      | string(date("2026-01-01"))
            string  | duration("PT1H")
            date    | date and time("2026-01-01T00:00:00")
            ~~      | tags[1]
            ~~      | count(["a", "b"])
            ~~      | 1.5 * 2
            ~~      | if kind in ("a", "b") then "x" else "y"
            ~~      | date(due).year
            """)
    void an_answer_that_the_engine_keeps_passes(String type, String answer) {
        assertThat(examine(own("", "kind", "\"a\"", type, answer))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            date | due         | date("2026-01-01")
            date | due         | > date("2026-01-01")
            ~~   | due         | [date("2026-01-01")..date("2026-12-31")]
            ~~   | due         | @"2026-01-01"
            ~~   | due         | ? < date("2026-01-01")
            date | due         | > date and time("2026-01-01T00:00:00Z")
            date | due         | < now()
            ~~   | due         | ? < now()
            ~~   | due < now() | true
            ~~   | now()       | > date and time("2026-01-01T00:00:00Z")
            ~~   | due         | < today()
            ~~   | due         | < now() - duration("P1D")
            date | date(due)   | > date("2026-01-01")
            """)
    void a_comparison_of_dates_that_never_holds_is_refused(String type, String column, String cell) {
        assertThat(examine(own(type, column, cell, "", "\"x\""))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            date | due         | > date and time("2026-01-01T00:00:00")
            ~~   | date(due)   | > date("2026-01-01")
            ~~   | due         | date(?) > date("2026-01-01")
            ~~   | due.year    | 2026
            ~~   | now().hour  | >= 18
            ~~   | string(due) | "2026"
            """)
    void a_comparison_of_dates_that_can_hold_passes(String type, String column, String cell) {
        assertThat(examine(own(type, column, cell, "", "\"x\""))).isEmpty();
    }

    private static String shipped() {
        try {
            return Files.readString(Path.of("dmn/assignment-routing.dmn"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(String cell) {
        return "<text>%s</text>".formatted(escaped(cell));
    }

    private static String escaped(String cell) {
        return cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The shipped table with one more column, and a first row that asks for it. */
    private static String withRow(String column, String cell, String team) {
        var table = edited(
                shipped(),
                "<output id=\"output_team\"",
                "<input id=\"input_more\"><inputExpression id=\"inputExpression_more\">%s</inputExpression></input><output id=\"output_team\""
                        .formatted(text(column)));
        for (var rule : List.of("critical-infrastructure", "platform", "network", "everything-else")) {
            table = edited(
                    table,
                    "<outputEntry id=\"%s_team\">".formatted(rule),
                    "<inputEntry id=\"%1$s_more\"><text></text></inputEntry><outputEntry id=\"%1$s_team\">"
                            .formatted(rule));
        }
        return edited(table, "<rule id=\"critical-infrastructure\">", """
                <rule id="vpn"><inputEntry id="vpn_c"><text></text></inputEntry><inputEntry id="vpn_p"><text></text></inputEntry><inputEntry id="vpn_m">%s</inputEntry>\
                <outputEntry id="vpn_team">%s</outputEntry><outputEntry id="vpn_skill"><text>""</text></outputEntry><outputEntry id="vpn_role"><text>"DEVOPS_ENGINEER"</text></outputEntry>\
                <outputEntry id="vpn_strategy"><text>"ROUND_ROBIN"</text></outputEntry></rule><rule id="critical-infrastructure">""".formatted(text(cell), text(team)));
    }

    /** The shipped table, whose second column asks for the answer of another decision. */
    private static String withSeverity(String cell, String when) {
        var severity = """
                <decision id="severity" name="Severity"><decisionTable id="severityTable" hitPolicy="FIRST"><input id="severityOf"><inputExpression id="severityOfWhat"><text>priority</text></inputExpression></input>\
                <output id="severityIs" name="severity" typeRef="string"/>\
                <rule id="high"><inputEntry id="highWhen">%s</inputEntry><outputEntry id="highIs"><text>"high"</text></outputEntry></rule>\
                <rule id="low"><inputEntry id="lowWhen"><text></text></inputEntry><outputEntry id="lowIs"><text>"low"</text></outputEntry></rule></decisionTable></decision>""".formatted(text(when));
        var table = edited(
                shipped(),
                "</description>\n    <decisionTable",
                "</description><informationRequirement id=\"needs\"><requiredDecision href=\"#severity\"/></informationRequirement><decisionTable");
        table = edited(table, "<text>priority</text>", "<text>severity</text>");
        table = edited(table, P1, text(cell));
        return edited(table, "<decision id=\"assignment-routing\"", severity + "<decision id=\"assignment-routing\"");
    }

    private static String own(String inputType, String column, String cell, String outputType, String answer) {
        return """
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="root" name="n" namespace="t"><decision id="own" name="own"><decisionTable id="t">\
                <input id="i"><inputExpression id="ie"%s>%s</inputExpression></input><output id="o" name="x"%s/>\
                <rule id="r"><inputEntry id="r_0">%s</inputEntry><outputEntry id="r_1">%s</outputEntry></rule></decisionTable></decision></definitions>""".formatted(typed(inputType), text(column), typed(outputType), text(cell), text(answer));
    }

    private static String typed(String type) {
        return type.isEmpty() ? "" : " typeRef=\"%s\"".formatted(type);
    }

    private static List<Objection> examine(String table) {
        var content = table.getBytes(StandardCharsets.UTF_8);
        var objections = new Objections("own.dmn");
        new TableChecks(XmlFile.read(content), content, SERVER, new Patience(Duration.ofSeconds(10)), objections)
                .check();
        return objections.all();
    }
}
