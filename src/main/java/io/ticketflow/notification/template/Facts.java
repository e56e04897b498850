package io.ticketflow.notification.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The facts of one message: names, quotes, instants and the like, in no language. They are stored, and put into words for each reader. */
public final class Facts {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private static final String BY = "by";
    private static final String WORDS = "words";

    private final Map<Fact, Object> values;

    private Facts(Map<Fact, Object> values) {
        this.values = values;
    }

    public static Facts none() {
        return new Facts(Map.of());
    }

    public Facts text(Fact fact, @Nullable String text) {
        return with(fact, text == null || text.isBlank() ? null : text, Fact.Kind.TEXT, Fact.Kind.LINK);
    }

    public Facts code(Fact fact, Object code) {
        return with(fact, code.toString(), Fact.Kind.CODE);
    }

    /** What a person wrote; the fact is missing when the text is. */
    public Facts said(Fact fact, @Nullable String by, @Nullable String words) {
        return with(fact, Said.of(by, words), Fact.Kind.SAID);
    }

    public Facts instant(Fact fact, Instant instant) {
        return with(fact, instant, Fact.Kind.INSTANT);
    }

    public Facts span(Fact fact, @Nullable Duration span) {
        return with(fact, span, Fact.Kind.SPAN);
    }

    public Facts spans(Fact fact, List<Duration> spans) {
        return with(fact, spans.isEmpty() ? null : List.copyOf(spans), Fact.Kind.SPANS);
    }

    public Facts flag(Fact fact, boolean holds) {
        return with(fact, holds, Fact.Kind.FLAG);
    }

    /** These facts and the others; the others win. */
    public Facts and(Facts others) {
        var all = copy();
        all.putAll(others.values);
        return new Facts(all);
    }

    private Facts with(Fact fact, @Nullable Object value, Fact.Kind... kinds) {
        if (!List.of(kinds).contains(fact.kind())) {
            throw new IllegalArgumentException(fact + " is a " + fact.kind());
        }
        var all = copy();
        if (value == null) {
            all.remove(fact);
        } else {
            all.put(fact, value);
        }
        return new Facts(all);
    }

    private Map<Fact, Object> copy() {
        var copy = new EnumMap<Fact, Object>(Fact.class);
        copy.putAll(values);
        return copy;
    }

    @Nullable
    Object get(Fact fact) {
        return values.get(fact);
    }

    /** Replaces what people wrote about tickets: quotes, titles, and the subjects of process owners, which may name titles. */
    public Facts withTexts(UnaryOperator<String> replacement) {
        var all = copy();
        all.replaceAll((fact, value) -> {
            if (value instanceof Said said) {
                return new Said(said.by(), replacement.apply(said.words()));
            }
            return fact == Fact.TITLE || fact == Fact.OTHER_TITLE || fact == Fact.NEWS
                    ? replacement.apply((String) value)
                    : value;
        });
        return new Facts(all);
    }

    public String toJson() {
        var members = new LinkedHashMap<String, Object>();
        values.forEach((fact, value) -> members.put(fact.key(), plain(value)));
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Said said) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put(BY, said.by());
            members.put(WORDS, said.words());
            return members;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Object::toString).toList();
        }
        return value instanceof Boolean ? value : value.toString();
    }

    /** Leaves out facts of other versions of the application. */
    public static Facts ofJson(String json) {
        var values = new EnumMap<Fact, Object>(Fact.class);
        try {
            JSON.readValue(json, MEMBERS)
                    .forEach((key, value) -> Fact.called(key).ifPresent(fact -> values.put(fact, read(fact, value))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The facts are not what was written", e);
        }
        return new Facts(values);
    }

    private static Object read(Fact fact, Object value) {
        return switch (fact.kind()) {
            case CODE, TEXT, LINK, FLAG -> value;
            case INSTANT -> Instant.parse((String) value);
            case SPAN -> Duration.parse((String) value);
            case SPANS ->
                ((List<?>) value)
                        .stream().map(each -> Duration.parse((String) each)).toList();
            case SAID -> {
                var said = (Map<?, ?>) value;
                yield new Said((String) said.get(BY), String.valueOf(said.get(WORDS)));
            }
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Facts facts && values.equals(facts.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Leaves out the values, because people wrote some of them, and others are secret. */
    @Override
    public String toString() {
        return "Facts" + values.keySet();
    }
}
