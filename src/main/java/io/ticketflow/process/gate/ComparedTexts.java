package io.ticketflow.process.gate;

import io.ticketflow.escalation.Trigger;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.process.sandbox.CellContent;
import io.ticketflow.process.sandbox.CellContent.Compared;
import io.ticketflow.process.sandbox.CellContent.Source;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds texts that never equal the value with which a cell compares them, because the value always has another form. The row then matches no ticket, or every
 * ticket, and the engine says nothing.
 *
 * @param isAboutTickets whether the table reads the fields of a ticket
 * @param answers the names under which the answers of required decisions are known; they hide the ticket's fields
 */
record ComparedTexts(boolean isAboutTickets, Set<String> answers) {

    private record Field(String word, List<String> values) {}

    private static final Map<String, Field> FIELDS = Map.of(
            "category", new Field("category", names(Category.values())),
            "priority", new Field("priority", names(Priority.values())),
            "trigger", new Field("trigger", names(Trigger.values())),
            "requesterRole", new Field("role", names(Role.values())));

    private static final String TAGS = "tags";
    private static final String TITLE = "title";
    private static final String TRIM = "trim";

    /** Brings a text into the form that each result of the function has. */
    private static final Map<String, UnaryOperator<String>> FORMS = Map.of(
            "lower case",
            text -> text.toLowerCase(Locale.ROOT),
            "upper case",
            text -> text.toUpperCase(Locale.ROOT),
            TRIM,
            String::strip);

    private static final Pattern WORD = Pattern.compile("[^\\s,]+");

    /**
     * Why the comparison never holds; empty when it may hold.
     *
     * @param column what gives the value of the cell's column; empty when that is unknown
     */
    Optional<String> objectionTo(Compared compared, Optional<Source> column) {
        var with = compared.with();
        var source = with.name().equals(CellContent.COLUMN)
                ? column.map(asked -> new Source(asked.name(), asked.isItem() || with.isItem()))
                : Optional.of(with);
        return source.flatMap(found -> objection(found, compared.text(), compared.isPart()));
    }

    private Optional<String> objection(Source source, String text, boolean isPart) {
        var form = FORMS.get(source.name());
        if (form != null) {
            return isPart && source.name().equals(TRIM)
                    ? Optional.empty()
                    : unlessRight(text, form.apply(text), "%s(…) never gives".formatted(source.name()));
        }
        if (!isAboutTickets || answers.contains(source.name())) {
            return Optional.empty();
        }
        return switch (source.name()) {
            case TAGS -> source.isItem() ? objectionToTag(text, isPart) : Optional.of(wantsAList(text, isPart));
            case TITLE -> isPart ? Optional.empty() : objectionToTitle(text);
            default -> isPart ? Optional.empty() : objectionToValue(source.name(), text);
        };
    }

    private static String wantsAList(String text, boolean isPart) {
        return "The tags are a list, which never %s \"%s\": write list contains(tags, \"%s\")."
                .formatted(
                        isPart ? "contains the part" : "equals",
                        text,
                        tagOf(text).orElse(text));
    }

    private static Optional<String> objectionToTag(String text, boolean isPart) {
        if (isPart) {
            var right = WORD.matcher(text)
                    .replaceAll(
                            word -> Matcher.quoteReplacement(tagOf(word.group()).orElse(word.group())));
            return unlessRight(text, right, "No tag contains");
        }
        return tagOf(text)
                .map(tag -> unlessRight(text, tag, "No ticket has the tag"))
                .orElseGet(() -> Optional.of(
                        "No ticket has the tag \"%s\": a tag is one line of 1 to 50 characters without a comma."
                                .formatted(text)));
    }

    private static Optional<String> objectionToTitle(String text) {
        return submitted(text, List.of()).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "No ticket has the title \"%s\": a title is one line of 1 to 200 characters.".formatted(text));
    }

    private static Optional<String> objectionToValue(String name, String text) {
        var field = FIELDS.get(name);
        return field == null || field.values().contains(text)
                ? Optional.empty()
                : Optional.of("\"%s\" is no %s; %s.".formatted(text, field.word(), meant(field.values(), text)));
    }

    private static Optional<String> unlessRight(String text, String right, String never) {
        return right.equals(text)
                ? Optional.empty()
                : Optional.of("%s \"%s\": write \"%s\".".formatted(never, text, right));
    }

    /** The tag as a ticket has it when a person submits it with this text; empty when the submission is refused. */
    private static Optional<String> tagOf(String text) {
        return submitted("Any", List.of(text)).map(ticket -> ticket.tags().get(0));
    }

    private static Optional<NewTicket> submitted(String title, List<String> tags) {
        try {
            return Optional.of(new NewTicket(title, "", Category.OTHER, Priority.P4, tags, null, null));
        } catch (InvalidException refused) {
            return Optional.empty();
        }
    }

    /** The value that the author probably means; all values if it is none of them. */
    private static String meant(List<String> values, String text) {
        var plain = plain(text);
        return values.stream()
                .filter(value -> plain(value).equals(plain))
                .findFirst()
                .map("write \"%s\""::formatted)
                .orElse("they are " + String.join(", ", values));
    }

    private static String plain(String text) {
        return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }

    static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
