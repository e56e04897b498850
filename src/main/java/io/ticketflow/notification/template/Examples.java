package io.ticketflow.notification.template;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Facts with which templates are tried: all of them, only those that are never missing, and every code. */
final class Examples {

    private static final Set<Fact> SOMETIMES_MISSING = Set.of(
            Fact.BY,
            Fact.ASSIGNEE,
            Fact.STAGE,
            Fact.SAID,
            Fact.REMARK,
            Fact.REMINDERS,
            Fact.END,
            Fact.CLOSES,
            Fact.WAITS,
            Fact.SILENCE,
            Fact.MERGED,
            Fact.FILE,
            Fact.ATTACHED,
            Fact.LINK);

    private Examples() {}

    static List<Facts> of(Message message) {
        var examples = new LinkedHashSet<Facts>();
        var whole = whole(message);
        examples.add(whole);
        var least = Facts.none();
        for (var fact : message.facts()) {
            if (!isSometimesMissing(fact, message)) {
                least = least.and(only(fact));
            }
            codes(fact).forEach(code -> examples.add(whole.and(only(fact, code))));
        }
        examples.add(least);
        return List.copyOf(examples);
    }

    private static boolean isSometimesMissing(Fact fact, Message message) {
        return SOMETIMES_MISSING.contains(fact) || (fact == Fact.PERSON && message.isAbout(Message.Subject.ACCOUNT));
    }

    /** All facts of the message. */
    static Facts whole(Message message) {
        return message.facts().stream().map(Examples::only).reduce(Facts.none(), Facts::and);
    }

    static Facts only(Fact fact) {
        return only(fact, first(fact));
    }

    private static List<String> codes(Fact fact) {
        return fact.kind() == Fact.Kind.CODE ? List.of(fact.example().split(",")) : List.of();
    }

    private static String first(Fact fact) {
        return fact.kind() == Fact.Kind.CODE ? codes(fact).get(0) : fact.example();
    }

    private static Facts only(Fact fact, String example) {
        var none = Facts.none();
        return switch (fact.kind()) {
            case CODE -> none.code(fact, example);
            case TEXT, LINK -> none.text(fact, example);
            case SAID -> none.said(fact, "Leo Lead", example);
            case INSTANT -> none.instant(fact, Instant.parse(example));
            case SPAN -> none.span(fact, Duration.parse(example));
            case SPANS ->
                none.spans(
                        fact,
                        Arrays.stream(example.split(",")).map(Duration::parse).toList());
            case FLAG -> none.flag(fact, Boolean.parseBoolean(example));
        };
    }
}
