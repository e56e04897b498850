package io.ticketflow.portal;

import io.ticketflow.platform.ProblemException.FieldError;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.platform.web.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A form whose act was refused, so that the page shows why, with all that the person has entered.
 *
 * @param form the name of the form
 * @param code the code of the problem, for which the page may have words of its own
 * @param fields what is wrong with single fields, by their names
 * @param typed the values of the form's fields, by their names
 */
record Refusal(
        String form, int status, String code, String detail, Map<String, String> fields, Map<String, String> typed) {

    static Refusal of(String form, RuntimeException failure, String path, Map<String, String> typed) {
        var problem = Problems.of(failure, path);
        var properties = Objects.requireNonNullElse(problem.getProperties(), Map.<String, Object>of());
        var fields = new LinkedHashMap<String, String>();
        if (properties.get("errors") instanceof List<?> errors) {
            errors.forEach(error -> {
                if (error instanceof FieldError wrong) {
                    fields.put(wrong.field(), wrong.message());
                }
            });
        }
        return new Refusal(
                form,
                problem.getStatus(),
                String.valueOf(properties.get("code")),
                String.valueOf(problem.getDetail()),
                fields,
                typed);
    }

    /** The texts that the person has written, for a page that no longer has the form. */
    public List<String> texts() {
        return Stream.of("body", "comment", "resolution")
                .map(typed::get)
                .filter(Objects::nonNull)
                .filter(VisibleText::is)
                .toList();
    }
}
