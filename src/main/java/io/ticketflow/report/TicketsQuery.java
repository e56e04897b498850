package io.ticketflow.report;

import io.ticketflow.report.Figure.Counted;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.util.UriUtils;

/** Query strings with which {@code GET /tickets} lists the tickets behind the figures of a report. */
final class TicketsQuery {

    private final Map<String, String> parameters;

    private TicketsQuery(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    static TicketsQuery of(Window window) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("asOf", window.asOf().toString());
        if (window.from() != null) {
            parameters.put("createdFrom", window.from().toString());
        }
        if (window.to() != null) {
            parameters.put("createdTo", window.to().toString());
        }
        add(parameters, "team", window.teams());
        add(parameters, "priority", window.priorities());
        add(parameters, "category", window.categories());
        return new TicketsQuery(parameters);
    }

    private static void add(Map<String, String> parameters, String name, Collection<?> values) {
        if (!values.isEmpty()) {
            parameters.put(name, values.stream().map(Object::toString).sorted().collect(Collectors.joining(",")));
        }
    }

    /** Only those with this value. */
    TicketsQuery with(String name, Object value) {
        var more = new LinkedHashMap<>(parameters);
        more.put(name, value.toString());
        return new TicketsQuery(more);
    }

    String to(Figure figure) {
        return to(figure.of());
    }

    String to(Counted counted) {
        var query = new StringBuilder("figure=").append(encoded(counted.toString()));
        parameters.forEach(
                (name, value) -> query.append('&').append(name).append('=').append(encoded(value)));
        return query.toString();
    }

    /** Keeps the signs of instants, lists and brackets, which need no encoding. */
    private static String encoded(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8)
                .replace("%3A", ":")
                .replace("%2C", ",")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%2F", "/");
    }
}
