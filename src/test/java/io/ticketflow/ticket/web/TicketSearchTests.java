package io.ticketflow.ticket.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Statements;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Slice;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import io.ticketflow.ticket.search.TicketFilters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Tickets are found by their texts. */
@TicketflowTest
class TicketSearchTests {

    private static final String TICKETS = "/api/v1/tickets";

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private TicketController controller;

    private Http lead;
    private Http user;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        lead = Http.on(port).as("lead");
        user = Http.on(port).as("user");
    }

    private Ticket open(String title, String description) {
        return desk.open(new NewTicket(title, description, Category.VM, Priority.P3), world.as("user"));
    }

    private void comment(Ticket ticket, String body, Visibility visibility) {
        world.comment(ticket.number(), body, visibility, world.as("admin"));
    }

    private static String search(String text) {
        return TICKETS + "?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private List<String> found(Http who, String text, String more) {
        var answer = who.get(search(text) + more);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonPath.read(answer.body(), "$.items[*].number");
    }

    private List<String> found(String text) {
        return found(lead, text, "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            disk                        | true
            DISK                        | true
            dis                         | true
            isk                         | false
            disk full                   | true
            full disk                   | true
            "disk full"                 | true
            "full disk"                 | false
            "isk full"                  | false
            "disk ful"                  | false
            "disk full" db3             | true
            disk zebra                  | false
            syslog                      | true
            /var/log/sys                | true
            log/var                     | false
            ORA-01578                   | true
            ora-015                     | true
            ora01578                    | false
            größe                       | true
            GRÖSS                       | true
            GRÖẞE                       | true
            db3.example                 | true
            example.com,                | true
            0x1f                        | true
            1e5x                        | true
            日本                          | true
            a                           | true
            a z                         | false
            "                           | false
            ***                         | false
            disk ***                    | true
            """)
    void words_and_phrases_are_found_as_people_write_them(String text, boolean there) {
        var ticket = open(
                "Disk full on db3.example.com (a)",
                "See /var/log/syslog: ORA-01578 at 0x1F, 1e5x; Größe/GRÖSSE „日本“\nsecond line");
        open("Something", "else");

        assertThat(found(text)).isEqualTo(there ? List.of(ticket.number()) : List.of());
        assertThat(found(user, text, "")).isEqualTo(there ? List.of(ticket.number()) : List.of());
        assertThat(found(lead, text, "&sort=-createdAt")).isEqualTo(there ? List.of(ticket.number()) : List.of());
        assertThat(JsonPath.<Integer>read(lead.get(search(text) + "&count=true").body(), "$.total"))
                .isEqualTo(there ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ¿dónde está?                  | dónde, donde, DÓNDE, do\u0301nde, está, esta, ¿dónde
            «привет»                      | привет, ПРИВЕТ, прив
            Ёлка и чай                    | ёлка, елка, ЁЛКА, чай
            「端末」，再起動              | 端末, 再起動, 起動, 末, 再, "再起動", 「端末」
            无法连接到服务器。请重启      | 连接, 服务器, 服务, 重启, 器, "连接到服务器", 服务器。
            프린터가 고장                 | 프린터, 린터, 고장
            §5 10€ ←back→                 | 5, 10, back, §5, €, ←back
            ●Error🔥Disk                  | error, disk, 🔥, error🔥disk, 🔥 disk
            qa\u202fqb\u200bqc\u00adqd\u2011qe | qa, qb, qc, qd, qe, qb\u200bqc
            ΟΔΟΣ ΣΊΣΥΦΟΣ                  | οδος, ΟΔΟΣ, οδοσ, σίσυφος, σισυφοσ
            Straße, STRASSE               | straße, strasse, STRASSE, STRAẞE, "straße strasse"
            İstanbul ISPARTA sıfır        | istanbul, İSTANBUL, isparta, sifir, SIFIR
            Łódź Tromsø Ærø þing          | lodz, ŁÓDŹ, tromso, aero, Þing
            ﬁle ＶＰＮ x² ①               | file, vpn, VPN, x2, 1
            v7.24.0                       | 7.24, 7.24.0, v7.24, v7, 24.0, "7.24"
            0x80070005                    | 80070005, 0x80070005, 0x8007, 8007
            KB5034441 eth0 srv01web02     | 5034441, kb5034441, web02, 01web, 02, eth0
            https://intra.example.org:8443/a/b.html?x=1&y=%20z#top | https://intra.example.org:8443/a/b.html?x=1&y=%20z#top, example.org:8443, intra.example.org, b.html?x=1
            at com.acme.Foo.run(Foo.java:42) | Foo.java:42, com.acme.Foo.run(Foo.java:42), foo.java
            connect db3.local:5432: refused  | db3.local:5432, 5432
            हिन्दी में                      | हिन्दी, हिन्
            e\u0301te\u0301                 | été, ete, ÉTÉ
            """)
    void texts_of_every_language_are_found_by_their_words(String text, String searches) {
        var inTitle = open(text, "");
        var inDescription = open("Something", "before " + text + " after");
        open("Something", "else");

        for (var search : searches.split(", ", -1)) {
            if (search.codePoints().anyMatch(character -> Character.isLetterOrDigit(character))) {
                assertThat(found(search))
                        .as(search)
                        .containsExactlyInAnyOrder(inTitle.number(), inDescription.number());
                assertThat(found(user, search, "&sort=number")).as(search).hasSize(2);
            } else {
                assertThat(found(search)).as(search).isEmpty();
            }
        }
    }

    @Test
    void other_words_are_not_found() {
        open("再起動 Straße v7.24.0 0x80070005", "server 日本、語");

        for (var search : List.of("起再", "動再", "本語", "trasse", "4.0x", "7.240", "070005", "erver", "\"v7 0\"")) {
            assertThat(found(search)).as(search).isEmpty();
        }
    }

    @Test
    void the_end_of_a_long_text_is_found_like_its_beginning() {
        var ticket = open("Log", "x");
        comment(ticket, "始 " + "行末 。".repeat(9_000) + " 最終処理 db3.local:5432", Visibility.PUBLIC);
        comment(ticket, "z".repeat(5_000), Visibility.PUBLIC);

        assertThat(found("最終処理")).containsExactly(ticket.number());
        assertThat(found("db3.local:5432")).containsExactly(ticket.number());
        assertThat(found("z".repeat(400))).containsExactly(ticket.number());
    }

    @Test
    void a_number_is_read_in_every_form() {
        var ticket = open("First", "one");
        var bare = ticket.number().substring(4);

        for (var form : List.of(
                "TKT\u2011" + bare, "ＴＫＴ－" + bare, "tkt–" + bare, "„" + ticket.number() + "“", ticket.number() + "。")) {
            assertThat(found(form)).as(form).containsExactly(ticket.number());
        }
    }

    @Test
    void all_words_are_there_but_not_all_in_the_same_place() {
        var ticket = open("Payment gateway", "answers slowly");
        comment(ticket, "It is the balancer in Frankfurt.", Visibility.PUBLIC);
        comment(ticket, "Certificate expired", Visibility.INTERNAL);

        assertThat(found("gateway frankfurt")).containsExactly(ticket.number());
        assertThat(found("slowly certificate balancer")).containsExactly(ticket.number());
        assertThat(found("\"frankfurt certificate\"")).isEmpty();
        assertThat(found("\"gateway answers\"")).isEmpty();
    }

    @Test
    void what_a_requester_may_not_read_neither_matches_nor_counts() {
        var ticket = open("Payment gateway", "answers slowly");
        comment(ticket, "We look into it", Visibility.PUBLIC);
        comment(ticket, "Probably an intrusion", Visibility.INTERNAL);
        comment(ticket, "More tomorrow", Visibility.PUBLIC);
        var foreign = open("Payment terminal", "intrusion");
        world.sql("update tickets set requester_id = (select id from users where handle = 'user2') where number = "
                + foreign.number().substring(4));

        assertThat(found("intrusion")).hasSize(2);
        assertThat(found(user, "intrusion", "")).isEmpty();
        assertThat(found(user, "gateway intrusion", "&sort=number")).isEmpty();
        assertThat(found(user, "gateway tomorrow look", "")).containsExactly(ticket.number());
        for (var more : List.of("&count=true", "&count=true&sort=title")) {
            assertThat(JsonPath.<Integer>read(
                            user.get(search("intrusion") + more).body(), "$.total"))
                    .isZero();
            assertThat(JsonPath.<Integer>read(user.get(search("payment") + more).body(), "$.total"))
                    .isEqualTo(1);
        }
        assertThat(found(user, foreign.number(), "")).isEmpty();
    }

    @Test
    void a_watched_ticket_is_found_by_who_watches_it() {
        var foreign = open("Payment terminal", "beeps");
        world.sql("update tickets set requester_id = (select id from users where handle = 'user2')");
        world.sql("insert into ticket_watchers values ('%s', '%s', now())"
                .formatted(foreign.id(), world.person("user").id()));

        assertThat(found(user, "terminal", "")).containsExactly(foreign.number());
    }

    @Test
    void what_is_edited_or_taken_back_is_found_no_more() {
        var ticket = open("Disk full", "on db3");
        comment(ticket, "password hunter2", Visibility.INTERNAL);
        comment(ticket, "looking", Visibility.PUBLIC);
        assertThat(found("hunter2 disk")).hasSize(1);

        lead.json("PUT", TICKETS + "/" + ticket.number(), "{\"title\": \"Volume full\"}");
        assertThat(found("disk")).isEmpty();
        assertThat(found("volume hunter2 looking")).hasSize(1);

        world.sql("update comments set body = 'blanked' where body like '%hunter2'");
        assertThat(found("hunter2")).isEmpty();
        assertThat(found("volume blanked")).hasSize(1);
        assertThat(found(user, "blanked", "")).isEmpty();

        world.sql("update comments set visibility = 'PUBLIC' where body = 'blanked'");
        assertThat(found(user, "blanked", "")).hasSize(1);

        world.sql("delete from comments where body = 'blanked'");
        assertThat(found("blanked")).isEmpty();
        assertThat(found("looking db3")).hasSize(1);
    }

    @Test
    void a_comment_that_goes_to_another_ticket_is_found_there() {
        var from = open("Disk full", "on db3");
        var to = open("Volume full", "on db3");
        comment(from, "since noon", Visibility.PUBLIC);

        world.sql("update comments set ticket_id = '%s' where body = 'since noon'".formatted(to.id()));

        assertThat(found("noon")).containsExactly(to.number());
    }

    @Test
    void a_number_comes_first_however_old_its_ticket_is() {
        var asked = open("First", "one");
        var bare = asked.number().substring(4);
        var later = open("Second", "like %s, see %s %s".formatted(asked.number(), bare, bare));

        assertThat(found(asked.number())).containsExactly(asked.number(), later.number());
        assertThat(found(asked.number().toLowerCase(Locale.ROOT))).containsExactly(asked.number(), later.number());
        assertThat(found(bare)).containsExactly(asked.number(), later.number());
        assertThat(found("#" + bare)).containsExactly(asked.number(), later.number());
        assertThat(found(asked.number() + " first")).containsExactly(asked.number());
        assertThat(found("TKT-")).hasSize(2);
        assertThat(found("TKT-999999999999999999999999")).isEmpty();
    }

    @Test
    void what_fits_better_comes_first_and_of_equals_the_newer() {
        var mentioned = open("Slow", "After the restart of the router it was slow");
        var elder = open("Router", "gone");
        var newer = open("Router", "gone");
        var said = open("Slow, too", "since Monday");
        comment(said, "It is the router", Visibility.PUBLIC);

        assertThat(found("router")).containsExactly(newer.number(), elder.number(), mentioned.number(), said.number());
        assertThat(found(lead, "router", "&sort=number"))
                .containsExactly(mentioned.number(), elder.number(), newer.number(), said.number());
    }

    @Test
    void a_search_goes_together_with_filters() {
        var wanted = open("Router", "gone");
        var other = open("Router", "gone");
        world.sql("update tickets set category = 'NETWORK', tags = array['hall'] where number = "
                + wanted.number().substring(4));

        for (var filter :
                List.of("&category=NETWORK", "&tag=hall", "&category=NETWORK,OTHER&status=NEW,OPEN&sort=title")) {
            assertThat(found(lead, "router", filter)).containsExactly(wanted.number());
        }
        assertThat(found(lead, "router", "&category=OTHER")).isEmpty();
        assertThat(found(lead, "router", "&requester=" + world.person("user").id()))
                .hasSize(2);
        assertThat(found(lead, "router", "&category=VM")).containsExactly(other.number());
    }

    @Test
    void the_words_of_a_long_ticket_are_found_wherever_they_stand() {
        var ticket = open("Outage", "since noon");
        for (var i = 0; i < 4; i++) {
            var words = new StringBuilder("protocol" + i);
            for (var word = 0; word < 4_000; word++) {
                words.append(" w").append(i).append('x').append(word);
            }
            comment(ticket, words.toString(), i == 2 ? Visibility.INTERNAL : Visibility.PUBLIC);
        }
        open("Outage", "protocol1 only");

        assertThat(found("protocol0 protocol3")).containsExactly(ticket.number());
        assertThat(found("noon w2x17 w3x3999")).containsExactly(ticket.number());
        assertThat(found(lead, "outage protocol3", "&sort=number&count=true")).containsExactly(ticket.number());
        assertThat(found("w3x3")).containsExactly(ticket.number());
        assertThat(found("noon w2x17 w4x1")).isEmpty();
        assertThat(found(user, "noon protocol3", "")).containsExactly(ticket.number());
        assertThat(found(user, "noon protocol2", "")).isEmpty();
        assertThat(found(user, "noon protocol2", "&sort=number")).isEmpty();
    }

    @Test
    void a_search_is_walked_beyond_what_is_ranked_without_gap_or_repetition_while_tickets_come_in() {
        var first = open("Router", "gone");
        many(1_450);
        var pages = new ArrayList<List<String>>();
        String cursor = "";
        while (cursor != null) {
            var page = lead.get(
                    search("router") + "&fields=number&limit=100" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            pages.add(JsonPath.read(page.body(), "$.items[*].number"));
            cursor = JsonPath.read(page.body(), "$.nextCursor");
            many(3);
        }
        var walked = pages.stream().flatMap(List::stream).toList();

        assertThat(walked).hasSize(1_451).doesNotHaveDuplicates();
        assertThat(walked.get(1_450)).isEqualTo(first.number());
        // These are ranked: every seventh ticket has the word in its title.
        var inTitles =
                walked.subList(0, 140).stream().map(TicketSearchTests::sequence).toList();
        assertThat(inTitles).allMatch(number -> number % 7 == 0);
        // These are not ranked: newest first.
        var rest = walked.subList(1_000, 1_451).stream()
                .map(TicketSearchTests::sequence)
                .toList();
        assertThat(rest).isSortedAccordingTo((one, other) -> Long.compare(other, one));
    }

    private static long sequence(String number) {
        return Long.parseLong(number.substring(4));
    }

    private void many(int count) {
        world.sql("""
                insert into tickets (id, number, title, description, status, priority, category, requester_id, created_at, updated_at, history_at, version)
                select gen_random_uuid(), n, case when n %% 7 = 0 then 'Router' else 'Other' end, 'router', 'NEW', 'P3', 'VM', '%s', now(), now(), now(), 0
                from (select nextval('ticket_numbers') as n from generate_series(1, %d)) numbers""".formatted(world.person("user2").id(), count));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":*",
                "a:*b",
                "'",
                "''''",
                "\\",
                "\\'",
                "&|!()<->",
                "!disk",
                "disk | full & !x",
                "disk <-> full",
                "\"\"",
                "\" \"",
                "\"disk",
                "“disk full”",
                "%",
                "$1 :word0 ? {}",
                "\uD83D\uDD25",
                "…→·",
                "\u200b\u00a0",
                "İ",
                "a\tb\nc"
            })
    void a_strange_search_is_no_error(String text) {
        // So many tickets that the index has several runs of numbers.
        world.sql("select setval('ticket_numbers', greatest(last_value, 60000)) from ticket_numbers");
        open("Disk full", "of it");

        for (var more : List.of("", "&sort=number", "&count=true")) {
            assertThat(lead.get(search(text) + more).statusCode()).isEqualTo(200);
            assertThat(user.get(search(text) + more).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void too_much_at_once_is_refused() {
        var words =
                String.join(" ", IntStream.range(0, 21).mapToObj(i -> "w" + i).toList());

        for (var text : List.of(words, "x".repeat(501), "x ".repeat(3_000))) {
            var answer = lead.get(search(text));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field"))
                    .containsExactly("q");
        }
        assertThat(lead.get(search("x ".repeat(10_000))).statusCode()).isEqualTo(400);
        assertThat(lead.get(search("\uD83D\uDD25".repeat(500))).statusCode()).isEqualTo(200);
        assertThat(lead.get(search("ß".repeat(500))).statusCode()).isEqualTo(200);
    }

    @Test
    void nothing_to_look_for_is_no_search() {
        var ticket = open("Disk full", "");

        assertThat(found("")).containsExactly(ticket.number());
        assertThat(found("  ")).containsExactly(ticket.number());
    }

    @Test
    void a_search_costs_one_statement_more_than_a_list() {
        for (var i = 0; i < 30; i++) {
            open("Router", "gone");
        }
        var actor = Actor.of(world.person("lead").id(), Actor.Source.API);
        var filters = new TicketFilters(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "router gon",
                null,
                null);

        world.pass(Duration.ofSeconds(2));
        var sent = Statements.of(() -> controller.list(actor, filters, null, Slice.first(25), List.of()));

        assertThat(sent).hasSizeLessThanOrEqualTo(6);
    }
}
