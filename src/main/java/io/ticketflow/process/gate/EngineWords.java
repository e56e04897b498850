package io.ticketflow.process.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says in plain words why the engine refuses a file or cannot evaluate a table. A sentence of the engine that people can read stays as it is. */
public final class EngineWords {

    private static final Pattern CODE = Pattern.compile(
            "^(?:(?:cvc-[\\w.-]+|[A-Z]+(?:/[A-Z]+)?-\\d+):? ?)+(?:Error while evaluating expression: )?");

    /** Words of Java that say nothing to the author of a model. */
    private static final Pattern JAVA = Pattern.compile(
            "\\b\\w+(?:Exception|Error)\\b|Cannot invoke \"|\\b(?:java|javax|org|com)\\.\\w+\\.|^null$|\\w+Impl\\b|@[0-9a-f]{5,}");

    private static final String UNREADABLE =
            "The engine cannot read this element: something that it needs is missing, or refers to nothing.";

    private static final Map<Pattern, String> PLAIN = plain();

    private EngineWords() {}

    private static Map<Pattern, String> plain() {
        var plain = new LinkedHashMap<String, String>();
        // The schema of BPMN and DMN.
        plain.put("cvc-id\\.2: .*ID value '(.*)'.*", "The id '$1' is there twice.");
        plain.put("cvc-id\\.1: .*IDREF '(.*)'.*", "'$1' is named in the file, but no element has this id.");
        plain.put(
                "cvc-complex-type\\.2\\.4\\.a: .*starting with element '(?:\\{\"[^\"]*\":|\\w+:)?([\\w.-]+)\\}?'.*",
                "The element '$1' does not belong here: another one is missing before it, or it comes too late.");
        plain.put(
                "cvc-complex-type\\.2\\.4\\.b: .*element '(?:\\w+:)?(\\w+)' is not complete.*",
                "The element '$1' is not complete: it lacks a part.");
        plain.put(
                "cvc-complex-type\\.2\\.4\\.[cd]: .*element '(?:\\{\"[^\"]*\":|\\w+:)?([\\w.-]+)\\}?'.*",
                "The element '$1' does not belong here.");
        plain.put(
                "cvc-complex-type\\.2\\.3: Element '(?:\\w+:)?(\\w+)' cannot have character.*",
                "There is text in the element '$1', which has none.");
        plain.put(
                "cvc-complex-type\\.3\\.2\\.2: Attribute '(.*)' is not allowed.*element '(?:\\w+:)?(\\w+)'.*",
                "The element '$2' has no attribute '$1'.");
        plain.put(
                "cvc-complex-type\\.4: Attribute '(.*)' must appear on element '(?:\\w+:)?(\\w+)'.*",
                "The element '$2' lacks the attribute '$1'.");
        plain.put("cvc-elt\\.1(?:\\.a)?: .*element '(?:\\w+:)?(\\w+)'.*", "'$1' begins no model and no table.");
        plain.put("cvc-elt\\.4\\.2: Cannot resolve '(.*)' to a type.*", "'$1' is no type of an element.");
        plain.put(
                "cvc-(?:attribute|type|elt)\\.3[\\d.]*: The value '(.*)' of (?:attribute '(.*)'|element '(.*)').*",
                "'$1' is no value for '$2$3'.");
        plain.put(
                "cvc-datatype-valid[\\d.]*: '(.*)' is not a valid value (?:for|of (?:union|list) type) '(.*)'.*",
                "'$1' is not allowed here (%s).".formatted("$2"));
        plain.put(
                "cvc-enumeration-valid: Value '(.*)' is not facet-valid.*'\\[(.*)]'.*",
                "'$1' is not allowed here; the values are $2.");
        plain.put(
                "cvc-complex-type\\.2\\.4\\.[ij]: .*content of element '(?:\\w+:)?(\\w+)' is not complete.*",
                "The element '$1' is not complete: it lacks a part.");
        plain.put(
                "cvc-(?:complex-type\\.2\\.1|type\\.3\\.1\\.[12]): Element '(?:\\w+:)?(\\w+)' .*",
                "The element '$1' has no such content.");
        plain.put("cvc-elt\\.4\\.3: Type '(.*)' is not validly derived.*", "'$1' is no type of this element.");
        plain.put("cvc-pattern-valid: Value '(.*)' is not.*", "'$1' is not allowed here.");
        // The engine's parser of models.
        plain.put(
                ".*One of the attributes 'class'.* is mandatory on (\\w+).*",
                "Nothing says what this task does: it names a task bean as its 'delegate expression'.");
        plain.put("(\\w+) must define a startEvent element", "There is no start event, so nothing can begin here.");
        plain.put(
                "multiple none start events or timer start events not supported.*",
                "There are several start events without a message or signal; a process has one.");
        plain.put("multiple start events not supported for subprocess", "A subprocess has one start event.");
        plain.put(
                "Unsupported boundary event type",
                "The boundary event waits for nothing: it needs a timer, a message, a signal or an error.");
        plain.put(
                "Unsupported intermediate catch event type",
                "The event waits for nothing: it needs a timer, a message, a signal, a condition or a link.");
        plain.put(
                "Cannot parse historyTimeToLive.*",
                "The history time to live is a number of days, such as 365 or P365D.");
        plain.put(
                ".*multiple elements with tag name (\\w+) found.*",
                "There is a second element '$1', and the engine reads only one.");
        plain.put(
                "Invalid reference in 'bpmnElement' attribute, \\w+ (\\S+?) ?not found",
                "The picture shows '$1', which the process does not have.");
        plain.put(
                ".*value for formRefBinding attribute has to be one of.*",
                "The form reference needs a binding: deployment, latest or version.");
        plain.put(".*no (\\w+) with id 'null' found.*", "The event names no $1.");
        plain.put(
                ".*(?:loopCardinality|LoopDataInputRef).*activiti:collection.*",
                "A repetition needs the number of repetitions, or a collection.");
        // The engine's parser of tables.
        plain.put(
                "Unable to find a model element instance for id (\\S+).*",
                "'$1' is named in the file, but no element has this id.");
        plain.put(
                "The number of (inputs|outputs) '(\\d+)' and (?:input|output) entries differ '(\\d+)'.*",
                "The row has $3 cells for the table's $2 $1.");
        plain.put(
                "The decision table .* compound output but output .* does not have an output name.*",
                "Each output needs a name, because the table has several.");
        plain.put(
                "The decision table .* compound output but name of output .* is duplicate.*",
                "Two outputs of the table have the same name.");
        plain.put("The decision table (input|output|rule) .* must have a 'id'.*", "The $1 has no id.");
        plain.put("The decision .* must have a 'id'.*", "The decision has no id.");
        plain.put(
                "The hit policy '(\\w+)'.*decision table .* is not supported.*",
                "The engine knows no hit policy $1 for this table.");
        var patterns = new LinkedHashMap<Pattern, String>();
        plain.forEach((words, said) -> patterns.put(Pattern.compile(words, Pattern.DOTALL), said));
        return patterns;
    }

    static String plain(String reason) {
        var uncoded = withoutCodes(reason);
        for (var known : PLAIN.entrySet()) {
            for (var words : new String[] {reason.strip(), uncoded}) {
                var matched = known.getKey().matcher(words);
                if (matched.matches()) {
                    return matched.replaceFirst(known.getValue());
                }
            }
        }
        return forPeople(reason).orElse(UNREADABLE);
    }

    /** The engine's sentence without its codes; empty when only a programmer can read it. */
    public static Optional<String> forPeople(String reason) {
        return Optional.of(withoutCodes(reason))
                .filter(words -> !words.isEmpty() && !JAVA.matcher(words).find())
                .map(EngineWords::sentence);
    }

    private static String withoutCodes(String reason) {
        return CODE.matcher(reason).replaceFirst("").strip();
    }

    private static String sentence(String words) {
        var line = words.lines().findFirst().orElse("").strip();
        var begun = Character.toUpperCase(line.charAt(0)) + line.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }
}
