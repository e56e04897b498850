package io.ticketflow.report;

import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.Instants;
import io.ticketflow.platform.TimeZones;
import io.ticketflow.ticket.TicketStatus;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What reports count, each once: in words, and as a condition on the facts {@code f} of a ticket as of an instant. The reports, the lists behind their figures
 * and {@code docs/reports.md} all take it from here.
 */
public enum Figure {
    TOTAL("all tickets", "true"),
    OPEN("neither resolved nor closed", "f.done_since_at is null"),
    RESOLVED("with a solution, accepted or not yet", "f.resolved_at is not null"),
    CLOSED("closed, with a solution or without", "f.status = 'CLOSED'"),
    REOPENED("whose solution was rejected at least once", "f.reopens > 0"),
    UNASSIGNED("open, and assigned to no person", "f.done_since_at is null and f.assignee_id is null"),
    AT_RISK(
            "open, with a promise whose warning is over and whose deadline is not; its clock runs",
            "f.done_since_at is null and (f.response_warns_at <= :asOf and f.response_due_at > :asOf"
                    + " or f.resolution_warns_at <= :asOf and f.resolution_due_at > :asOf)"),
    BREACHED_OPEN(
            "open, with a broken promise",
            "f.done_since_at is null and (f.response_breached_at <= :asOf or f.response_due_at <= :asOf"
                    + " or f.resolution_breached_at <= :asOf or f.resolution_due_at <= :asOf)"),
    RESPONDED("answered by staff", "f.first_responded_at is not null"),
    RESPONSE_MET("whose first answer came in time", Sql.RESPONSE + " = 'MET'"),
    RESPONSE_BREACHED("whose first answer came too late, or is late", Sql.RESPONSE + " = 'BREACHED'"),
    RESOLUTION_MET("whose solution came in time", Sql.RESOLUTION + " = 'MET'"),
    RESOLUTION_BREACHED("whose solution came too late, or is late", Sql.RESOLUTION + " = 'BREACHED'"),
    HANDED_OVER("that went from one person to another", "f.hand_overs > 0"),
    ASKED("whose requester was asked a question", "f.questions > 0"),
    ESCALATED("that were escalated to a level", "f.escalation_level > 0"),
    FIRST_CONTACT(
            "solved by the first person, without a question, an escalation or a rejection",
            "f.resolved_at is not null and f.hand_overs = 0 and f.questions = 0 and f.escalation_level = 0 and f.reopens = 0"),
    MERGED("merged into another ticket, which no other figure counts", "f.merged"),
    RESOLVED_BETWEEN(
            "that got a solution at or after the first instant and before the second, also if it was rejected afterwards",
            "(f.resolved_at >= :%1$s and f.resolved_at < :%2$s or f.reopens > 0 and exists (select from former_ticket_facts solved"
                    + " where solved.ticket_id = f.ticket_id and solved.reopened and solved.until_at <= :asOf"
                    + " and solved.resolved_at >= :%1$s and solved.resolved_at < :%2$s))",
            Argument.INSTANT,
            Argument.INSTANT),
    BREACHED_BETWEEN(
            "with a deadline that passed unmet at or after the first instant and before the second",
            "exists (select from (values (f.response_breached_at), (f.response_due_at), (f.resolution_breached_at), (f.resolution_due_at)) broken(at)"
                    + " where broken.at >= :%1$s and broken.at < :%2$s and broken.at <= :asOf)",
            Argument.INSTANT,
            Argument.INSTANT),
    OPEN_BEFORE(
            "that were open right before the instant",
            "f.created_at < :%1$s and (f.done_since_at is null or f.done_since_at >= :%1$s) and not (f.reopens > 0 and exists (select from"
                    + " former_ticket_facts solved where solved.ticket_id = f.ticket_id and solved.reopened and solved.until_at <= :asOf"
                    + " and solved.done_since_at < :%1$s and solved.until_at >= :%1$s))",
            Argument.INSTANT),
    CALLED(
            "for which people were called at the level, for the reason",
            "exists (select from escalations e where e.ticket_id = f.ticket_id and e.raised_at <= :asOf and e.level = :%1$s and e.trigger = :%2$s)",
            Argument.WHOLE,
            Argument.WORD),
    ARRIVED_ON(
            "that were submitted on the day of the week and in the hour of the day, by the clocks of the zone",
            "extract(isodow from f.created_at at time zone :%3$s) = :%1$s and extract(hour from f.created_at at time zone :%3$s) = :%2$s",
            Argument.DAY,
            Argument.WHOLE,
            Argument.ZONE),
    WAS_AT(
            "that were in the status at the stage for some time",
            "((f.status = :%1$s and coalesce(f.stage_id, '') = :%2$s) or exists (select from former_ticket_facts was where was.ticket_id = f.ticket_id"
                    + " and was.until_at <= f.since_at and was.status = :%1$s and coalesce(was.stage_id, '') = :%2$s))",
            Argument.STATUS,
            Argument.WORD);

    /** The conditions that several figures share. */
    static final class Sql {
        static final String RESPONSE =
                "promise_at(:asOf, f.response_met, f.response_stopped, f.response_breached_at, f.response_due_at)";
        static final String RESOLUTION =
                "promise_at(:asOf, f.resolution_met, f.resolution_stopped, f.resolution_breached_at, f.resolution_due_at)";

        private Sql() {}
    }

    /** The kinds of values that a figure can be about. */
    enum Argument {
        INSTANT(Instants::parse),
        WHOLE(Integer::valueOf),
        WORD(text -> text),
        STATUS(text -> TicketStatus.valueOf(text).name()),
        DAY(text -> DayOfWeek.valueOf(text).getValue()),
        ZONE(text ->
                TimeZones.find(text).orElseThrow(IllegalArgumentException::new).getId());

        @SuppressWarnings("ImmutableEnumChecker") // functions without state
        private final Function<String, Object> parser;

        Argument(Function<String, Object> parser) {
            this.parser = parser;
        }
    }

    private static final Pattern NEXT_WORD = Pattern.compile("_(.)");

    private final String words;
    private final String condition;

    @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor only
    private final List<Argument> arguments;

    Figure(String words, String condition, Argument... arguments) {
        this.words = words;
        this.condition = condition;
        this.arguments = List.of(arguments);
    }

    /** Which tickets it counts, as the end of a sentence that begins with "Tickets". */
    public String words() {
        return words;
    }

    /** The condition that a ticket counts. The ticket into which another one was merged counts for both. */
    String counted() {
        return this == MERGED ? condition : "not f.merged and (" + condition + ")";
    }

    List<Argument> arguments() {
        return arguments;
    }

    /** The name in answers and in queries: {@code breachedOpen}. */
    public String key() {
        return NEXT_WORD.matcher(name().toLowerCase(Locale.ROOT)).replaceAll(found -> found.group(1)
                .toUpperCase(Locale.ROOT));
    }

    /** This figure about the given values. */
    Counted of(Object... values) {
        return new Counted(this, Arrays.stream(values).map(Object::toString).toList());
    }

    /** A figure with the values that it is about, as a query writes it: {@code openBefore(2026-11-30T00:00:00Z)}. */
    record Counted(Figure figure, List<String> given) {

        Counted {
            given = List.copyOf(given);
        }

        /** @throws BadParameterException when the text is no figure, or its values are not what the figure needs */
        static Counted parse(String text) {
            var bracket = text.indexOf('(');
            var name = bracket < 0 ? text : text.substring(0, bracket);
            var figure = Arrays.stream(Figure.values())
                    .filter(each -> each.key().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new BadParameterException("figure", "is no figure: " + name));
            if (bracket >= 0 && !text.endsWith(")")) {
                throw new BadParameterException("figure", "must end with a bracket");
            }
            var given = bracket < 0
                    ? List.<String>of()
                    : List.of(text.substring(bracket + 1, text.length() - 1).split(",", -1));
            var counted = new Counted(figure, given);
            counted.values();
            return counted;
        }

        List<Object> values() {
            var wanted = figure.arguments();
            if (given.size() != wanted.size()) {
                throw new BadParameterException(
                        "figure", "%s needs %d values in brackets".formatted(figure.key(), wanted.size()));
            }
            return IntStream.range(0, wanted.size())
                    .mapToObj(i -> value(wanted.get(i), given.get(i)))
                    .toList();
        }

        private Object value(Argument kind, String text) {
            try {
                return kind.parser.apply(text);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new BadParameterException("figure", "%s cannot be about %s".formatted(figure.key(), text));
            }
        }

        @Override
        public String toString() {
            return given.isEmpty() ? figure.key() : figure.key() + "(" + String.join(",", given) + ")";
        }
    }
}
