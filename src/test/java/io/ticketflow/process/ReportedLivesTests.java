package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.process.LivesOfTickets.Life;
import io.ticketflow.process.Walk.Act;
import io.ticketflow.process.Walk.Step;
import io.ticketflow.report.TestFacts;
import io.ticketflow.ticket.TicketStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The figures of reports after random lives of tickets are those that the histories tell, counted without the tables of reports, one ticket after the other; and
 * each list behind a figure is as long as the figure says. {@code -Dlives=500} lets more tickets live.
 */
@TicketflowTest
class ReportedLivesTests {

    private static final int LIVES = Integer.getInteger("lives", 40);
    private static final int MOST_STEPS = 14;
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/St_Johns");

    /** What people do, and time; operators may leave a deadline without its timer. */
    private static final List<Act> ACTS = List.of(
            Act.STEP,
            Act.STEP,
            Act.STEP,
            Act.STEP,
            Act.STEP,
            Act.COMMENT,
            Act.ASSIGN,
            Act.CLAIM,
            Act.PRIORITY,
            Act.MERGE,
            Act.REMOVE,
            Act.OPEN_ANOTHER,
            Act.COMPLETE,
            Act.ROUTE,
            Act.MINUTES,
            Act.HOURS,
            Act.DAYS);

    @Autowired
    private World world;

    @Autowired
    private Walk walk;

    @Autowired
    private TestFacts facts;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private ObjectMapper json;

    private final Random random = new Random(20261130);
    private final List<Instant> quiet = new ArrayList<>();

    @LocalServerPort
    private int port;

    /** The clock is months ahead. */
    @AfterEach
    void leaveNothing() {
        world.beginAnew();
    }

    @Test
    void every_figure_is_what_the_histories_tell() throws JsonProcessingException {
        world.beginAnew();
        quiet.add(world.instant());
        for (var life = 0; life < LIVES; life++) {
            live();
        }
        var lives = new LivesOfTickets(jdbc);
        var calm = quiet.stream().filter(lives::isCalm).toList();
        assertThat(calm).hasSizeGreaterThan(LIVES);

        for (var round = 0; round < 6; round++) {
            var zone = ZoneId.of(ZONES.get(round % ZONES.size()));
            var asOf = round == 0 ? calm.get(calm.size() - 1) : calm.get(random.nextInt(calm.size()));
            var from = calm.get(0).plus(Duration.ofHours(random.nextInt(48)));
            var window = new Asked(from, from.plus(Duration.ofDays(1 + random.nextInt(60))), asOf, zone);
            statistics(window, lives.asOf(asOf));
            promises(window, lives.asOf(asOf));
            people(window, lives.asOf(asOf));
            trends(window, lives.asOf(asOf));
            backlog(window, lives.asOf(asOf));
            dashboard(window, lives.asOf(asOf));
            stays(window, lives.asOf(asOf));
            arrivals(window, lives.asOf(asOf));
        }
    }

    private void live() {
        walk.begin();
        var steps = 3 + random.nextInt(MOST_STEPS);
        for (var step = 0; step < steps; step++) {
            walk.goOn();
            try {
                walk.take(new Step(ACTS.get(random.nextInt(ACTS.size())), random.nextInt(1000), random.nextInt(1000)));
            } catch (ProblemException refused) {
                continue;
            }
            quiet.add(world.instant().plusMillis(1));
            world.pass(Duration.ofSeconds(1));
        }
        // The others are read as they are.
        if (random.nextBoolean()) {
            facts.countStays();
        }
    }

    private record Asked(Instant from, Instant to, Instant asOf, ZoneId zone) {

        String query() {
            return "?from=%s&to=%s&asOf=%s&tz=%s".formatted(from, to, asOf, zone);
        }

        boolean holds(Life life) {
            return !life.created().isBefore(from) && life.created().isBefore(to);
        }
    }

    private Http manager() {
        return Http.on(port).asAnew("manager");
    }

    private JsonNode report(String path) throws JsonProcessingException {
        var answer = manager().get("/api/v1/reports/" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var report = json.readTree(answer.body());
        lists(report);
        return report;
    }

    /** Each list behind a figure is as long as the figure. */
    private void lists(JsonNode node) throws JsonProcessingException {
        var queries = node.path("ticketsQuery");
        if (queries.isTextual()) {
            var name = Stream.of("count", "open", "tickets")
                    .filter(node::has)
                    .findFirst()
                    .orElseThrow();
            list(node.path(name), queries.asText());
        }
        for (var query : queries.properties()) {
            var figure = node;
            for (var part : query.getKey().split("\\.", -1)) {
                figure = figure.path(part);
            }
            if (figure.isNumber()) {
                list(figure, query.getValue().asText());
            }
        }
        for (var child : node) {
            lists(child);
        }
    }

    private void list(JsonNode figure, String query) throws JsonProcessingException {
        // Every list would take minutes.
        if (random.nextInt(5) == 0) {
            var answer = manager().get("/api/v1/tickets?limit=1&count=true&" + query);
            assertThat(json.readTree(answer.body()).path("total")).as(query).isEqualTo(figure);
        }
    }

    private static long count(List<Life> lives, Predicate<Life> condition) {
        return lives.stream().filter(life -> !life.merged()).filter(condition).count();
    }

    private static void same(JsonNode report, String name, long expected) {
        assertThat(report.path(name).asLong(-1)).as(name).isEqualTo(expected);
    }

    private void statistics(Asked window, List<Life> all) throws JsonProcessingException {
        var report = report("tickets/stats" + window.query());
        var lives = all.stream().filter(window::holds).toList();

        same(report, "total", count(lives, life -> true));
        same(report, "open", count(lives, Life::isOpen));
        same(report, "resolved", count(lives, life -> life.resolved() != null));
        same(report, "closed", count(lives, life -> life.status() == TicketStatus.CLOSED));
        same(report, "reopened", count(lives, life -> life.reopens() > 0));
        same(report, "merged", lives.stream().filter(Life::merged).count());
        same(report, "handedOver", count(lives, life -> life.handOvers() > 0));
        same(report, "escalated", count(lives, life -> life.level() > 0));
        for (var status : TicketStatus.values()) {
            same(report.path("byStatus"), status.name(), count(lives, life -> life.status() == status));
        }
        for (var priority : List.of("P1", "P2", "P3", "P4")) {
            same(
                    report.path("byPriority"),
                    priority,
                    count(lives, life -> life.isOpen() && life.priority().equals(priority)));
        }
        lengths(report.path("firstResponse"), lives, life -> life.seconds(life.responded()));
        lengths(report.path("resolution"), lives, life -> life.seconds(life.resolved()));
    }

    /** The entries of a step are a little apart from the step's own instant. */
    private static void lengths(JsonNode report, List<Life> lives, ToDoubleFunction<Life> seconds) {
        var sorted = lives.stream()
                .filter(life -> !life.merged())
                .mapToDouble(seconds)
                .filter(length -> !Double.isNaN(length))
                .sorted()
                .toArray();
        same(report, "count", sorted.length);
        if (sorted.length > 0) {
            for (var percent : List.of(50, 90, 95)) {
                var expected = percent == 50
                        ? (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2
                        : sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1];
                assertThat(report.path("p" + percent).asDouble())
                        .as("p" + percent)
                        .isCloseTo(expected, within(1.5));
            }
        }
    }

    private void promises(Asked window, List<Life> all) throws JsonProcessingException {
        var total = report("sla/compliance" + window.query()).path("total");
        var lives = all.stream().filter(window::holds).toList();

        same(total, "responseMet", count(lives, life -> life.response().equals("MET")));
        same(total, "responseBreached", count(lives, life -> life.response().equals("BREACHED")));
        same(total, "resolutionMet", count(lives, life -> life.resolution().equals("MET")));
        same(total, "resolutionBreached", count(lives, life -> life.resolution().equals("BREACHED")));
    }

    private void people(Asked window, List<Life> all) throws JsonProcessingException {
        var items = report("engineer/performance" + window.query()).path("items");
        var lives = all.stream().filter(window::holds).toList();

        assertThat(items.size()).isEqualTo((int) lives.stream()
                .filter(life -> !life.merged())
                .map(Life::assignee)
                .filter(assignee -> assignee != null)
                .distinct()
                .count());
        for (var item : items) {
            var name = item.path("user").path("fullName").asText();
            same(item, "assigned", count(lives, life -> name.equals(life.assignee())));
            same(item, "openNow", count(lives, life -> name.equals(life.assignee()) && life.isOpen()));
        }
    }

    private void trends(Asked window, List<Life> lives) throws JsonProcessingException {
        var points = report("trends" + window.query()).path("points");

        for (var i = 0; i < points.size(); i++) {
            var begin = Instant.parse(points.get(i).path("start").asText());
            var end = i + 1 < points.size()
                    ? Instant.parse(points.get(i + 1).path("start").asText())
                    : window.to();
            Predicate<Instant> inside = at -> !at.isBefore(begin) && at.isBefore(end);
            same(points.get(i), "created", count(lives, life -> inside.test(life.created())));
            same(points.get(i), "resolved", count(lives, life -> life.solutions().stream()
                    .anyMatch(inside)));
            same(points.get(i), "breached", count(lives, life -> life.breaches().stream()
                    .anyMatch(inside)));
            same(points.get(i), "openAtEnd", count(lives, life -> life.wasOpenBefore(end)));
        }
    }

    private void backlog(Asked window, List<Life> all) throws JsonProcessingException {
        var report = report("backlog" + window.query());
        var lives = all.stream().filter(window::holds).filter(Life::isOpen).toList();

        same(report, "open", count(lives, life -> true));
        for (var age : report.path("ages")) {
            var youngest =
                    window.asOf().minus(Duration.ofDays(age.path("fromDays").asInt()));
            var oldest = age.path("toDays").isNull()
                    ? Instant.MIN
                    : window.asOf().minus(Duration.ofDays(age.path("toDays").asInt()));
            same(
                    age,
                    "open",
                    count(
                            lives,
                            life -> life.created().isBefore(youngest)
                                    && !life.created().isBefore(oldest)));
        }
    }

    private void dashboard(Asked window, List<Life> lives) throws JsonProcessingException {
        var report = report("dashboard" + window.query());
        var begin = window.asOf()
                .atZone(window.zone())
                .toLocalDate()
                .atStartOfDay(window.zone())
                .toInstant();

        same(report, "open", count(lives, Life::isOpen));
        same(report, "unassigned", count(lives, life -> life.isOpen() && life.assignee() == null));
        same(
                report,
                "breachedOpen",
                count(lives, life -> life.isOpen() && (life.response() + life.resolution()).contains("BREACHED")));
        same(report, "createdToday", count(lives, life -> !life.created().isBefore(begin)));
        same(report, "resolvedToday", count(lives, life -> life.solutions().stream()
                .anyMatch(at -> !at.isBefore(begin))));
    }

    private void stays(Asked window, List<Life> all) throws JsonProcessingException {
        var rows = report("time-in-status" + window.query()).path("rows");
        var lives = all.stream().filter(window::holds).toList();

        for (var status : TicketStatus.values()) {
            var told = 0.0;
            for (var row : rows) {
                if (row.path("status").asText().equals(status.name())) {
                    told += row.path("elapsed").path("average").asDouble()
                            * row.path("tickets").asLong();
                }
            }
            if (status != TicketStatus.CLOSED) {
                var counted = lives.stream()
                        .filter(life -> !life.merged())
                        .mapToDouble(life -> life.secondsAt(status))
                        .sum();
                // The average is rounded to a second.
                assertThat(told).as("time at " + status).isCloseTo(counted, within(2.0 * lives.size() + 1));
            }
        }
    }

    private void arrivals(Asked window, List<Life> all) throws JsonProcessingException {
        var report = report("arrivals" + window.query());
        var lives = all.stream().filter(window::holds).toList();

        same(report, "total", count(lives, life -> true));
        for (var hour : report.path("hours")) {
            same(hour, "count", count(lives, life -> {
                var local = life.created().atZone(window.zone());
                return local.getDayOfWeek().name().equals(hour.path("weekday").asText())
                        && local.getHour() == hour.path("hour").asInt();
            }));
        }
    }
}
