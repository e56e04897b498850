package io.ticketflow.notification.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.templateparser.text.TextParseException;

/** Says what is wrong with a template, with its file and line. */
final class TemplateChecks {

    private static final Set<String> CONTROLS = Set.of(
            "if", "unless", "each", "switch", "case", "with", "block", "insert", "replace", "remove", "fragment");
    private static final Set<String> ATTRIBUTES = Set.of(
            "text", "href", "src", "alt", "title", "class", "classappend", "style", "lang", "attr", "aria-label");

    private static final Pattern ATTRIBUTE = Pattern.compile("(?:data-)?th[:-]([a-zA-Z-]+)");
    private static final Pattern OUTPUT = Pattern.compile("\\[\\(.*?\\)\\]");
    private static final Pattern ESCAPED_OUTPUT = Pattern.compile("\\[\\[.*?\\]\\]");
    private static final Pattern CONTROL = Pattern.compile("\\[#.*?\\]");
    private static final Pattern BEGIN_OR_END = Pattern.compile("\\[[#/]");
    private static final Pattern HTML_ATTRIBUTE = Pattern.compile("th:[a-zA-Z-]+\\s*=\\s*\"[^\"]*\"");

    private TemplateChecks() {}

    /** What is wrong with a text before it is rendered; empty when nothing is. */
    static Optional<String> problemOf(TemplateName name, String text) {
        var number = 0;
        var open = new ArrayDeque<Integer>();
        for (var line : text.lines().toList()) {
            number++;
            var problem = name.format().isHtml() ? problemOfHtml(line) : problemOfText(line);
            if (problem == null) {
                problem = problemOfAny(name, line);
            }
            if (problem != null) {
                return Optional.of(at(name, number, problem));
            }
            note(number, line, open);
        }
        return name.format().isHtml() || open.isEmpty()
                ? Optional.empty()
                : Optional.of(at(name, open.getLast(), "[# …] has no end: write [/]"));
    }

    /** Keeps the lines of the controls that have no end yet. */
    private static void note(int number, String line, Deque<Integer> open) {
        BEGIN_OR_END.matcher(line).results().forEach(found -> {
            if (found.group().equals("[#")) {
                open.addLast(number);
            } else {
                open.pollLast();
            }
        });
    }

    private static @Nullable String problemOfText(String line) {
        if (line.contains("[[")) {
            return "[[…]] would write &lt; for <, and this is no HTML: write [(…)]";
        }
        var rest = CONTROL.matcher(OUTPUT.matcher(line).replaceAll("")).replaceAll("");
        if (rest.contains("[(") || rest.contains(")]")) {
            return "a fact is written as [(${title})], on one line";
        }
        return rest.contains("${") ? "a fact is written as [(${title})], and not without the brackets" : null;
    }

    private static @Nullable String problemOfHtml(String line) {
        if (line.contains("[(") || line.contains("th:utext") || line.contains("th-utext")) {
            return "this would let a person write HTML into the mail: write [[…]] or th:text";
        }
        var rest = HTML_ATTRIBUTE
                .matcher(ESCAPED_OUTPUT.matcher(line).replaceAll(""))
                .replaceAll("");
        return rest.contains("${") ? "a fact is written as [[${title}]] or in an attribute such as th:text" : null;
    }

    private static @Nullable String problemOfAny(TemplateName name, String line) {
        if (line.contains("__${")) {
            return "__${…}__ would take a text of a person for an expression";
        }
        return line.contains("${#") ? "there are facts here, and no objects that begin with #" : unknownIn(line, name);
    }

    private static @Nullable String unknownIn(String line, TemplateName name) {
        return ATTRIBUTE
                .matcher(line)
                .results()
                .map(found -> found.group(1))
                .filter(attribute ->
                        !CONTROLS.contains(attribute) && !(name.format().isHtml() && ATTRIBUTES.contains(attribute)))
                .findFirst()
                .map(attribute -> "th:%s is not known here".formatted(attribute))
                .orElse(null);
    }

    /** What a failure to render says. */
    static String problemOf(TemplateName name, Throwable failure) {
        var line = 1;
        var reason = String.valueOf(failure.getMessage());
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof TemplateProcessingException told && told.hasLineAndCol()) {
                line = told.getLine();
            } else if (each instanceof TextParseException told && told.getLine() != null) {
                line = told.getLine();
            }
            reason = String.valueOf(each.getMessage());
        }
        return at(name, line, Words.onOneLine(reason.replaceFirst(" \\(template: .*\\)$", "")));
    }

    private static String at(TemplateName name, int line, String problem) {
        return "%s:%d: %s".formatted(name, line, problem);
    }
}
