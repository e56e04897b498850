package io.ticketflow.process.gate;

import io.ticketflow.process.model.Drawing;
import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.Element.Attribute;
import io.ticketflow.process.model.NoticeMeaning;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Refuses code in a model, because all that the engine evaluates has to be in the language of {@link Expressions}; and flags that the engine misreads. */
final class CodeChecks {

    private static final Map<String, String> REFUSED_ELEMENTS = Map.of(
            "scriptTask", "A script task runs code; a model has none.",
            "script", "A script runs code; a model has none.",
            "connector", "A connector calls other systems; a model has none.",
            "field", "Task beans take no injected fields.",
            "import", "A model imports nothing.");

    private static final Map<String, String> REFUSED_ATTRIBUTES = Map.of(
            "class", "names a Java class; a model calls task beans.",
            "variableMappingClass", "names a Java class; a model calls task beans.",
            "variableMappingDelegateExpression", "runs code; list the variables one by one.",
            "formHandlerClass", "names a Java class; a model has none.",
            "caseRef", "calls a CMMN case, which does not run here.");

    /** Refused only as attributes of the engine, because BPMN has attributes with these names, too. */
    private static final Map<String, String> REFUSED_EXTENSIONS = Map.of(
            "resource", "takes a script from another file; a model has none.",
            "type", "is a task that no task bean does (mail, shell or an external worker).",
            "topic", "waits for an external worker, and there are none.");

    /** The yes or no attributes of BPMN and of the engine that the engine reads. */
    private static final Set<String> FLAGS = Set.of(
            "isExecutable",
            "cancelActivity",
            "isInterrupting",
            "triggeredByEvent",
            "isForCompensation",
            "isSequential",
            "waitForCompletion",
            "async",
            "asyncBefore",
            "asyncAfter",
            "exclusive",
            "isStartableInTasklist");

    private static final Set<String> YES = Set.of("1", "true", "yes", "on");

    private final Expressions expressions;
    private final NoticeChecks notices;
    private final Objections objections;

    CodeChecks(Expressions expressions, Objections objections) {
        this.expressions = expressions;
        this.notices = new NoticeChecks(objections);
        this.objections = objections;
    }

    void check(Element element) {
        if (isNeverEvaluated(element)) {
            return;
        }
        var refused = REFUSED_ELEMENTS.get(element.name());
        if (refused != null) {
            objections.add(element, refused);
            return;
        }
        if (element.is("constraint") && element.attribute("name").equals("validator")) {
            objections.add(element, "A validator of a form field runs code; a model has none.");
        }
        element.attributes().forEach(attribute -> check(element, attribute));
        expressions.check(element, element.text());
        element.children().forEach(this::check);
    }

    /** Whether the text is only for people. The documentation of a user task is not: the engine evaluates it as the task's description. */
    private static boolean isNeverEvaluated(Element element) {
        var isNote = element.is("documentation")
                && element.parent().filter(parent -> parent.is("userTask")).isEmpty();
        return isNote || element.is("BPMNDiagram", "textAnnotation");
    }

    private void check(Element element, Attribute attribute) {
        var name = attribute.name();
        var refused = REFUSED_ATTRIBUTES.get(name);
        if (refused == null && attribute.isOfTheEngine()) {
            refused = REFUSED_EXTENSIONS.get(name);
        }
        if (refused != null) {
            objections.add(element, "%s=\"%s\" %s".formatted(name, attribute.value(), refused));
            return;
        }
        if (FLAGS.contains(name)
                && (attribute.isOfTheEngine() || attribute.namespace().isEmpty())) {
            checkFlag(element, attribute);
            return;
        }
        switch (name) {
            case "delegateExpression" -> checkDelegate(element, attribute.value());
            case "expression" -> expressions.checkCall(element, attribute.value());
            case "language", "scriptFormat" ->
                objections.add(
                        element,
                        "A condition in the language %s is a script; write ${…}.".formatted(attribute.value()));
            case "calledElement", "decisionRef" -> checkNamed(element, attribute.value());
            case "formKey" -> FormChecks.checkKey(element, attribute.value(), objections);
            default -> expressions.check(element, attribute.value());
        }
    }

    /** XML allows 1 and 0, too, and the engine reads both as no. */
    private void checkFlag(Element element, Attribute attribute) {
        var value = attribute.value();
        if (!value.equals("true") && !value.equals("false")) {
            objections.add(
                    element,
                    "%s=\"%s\" is read as no by the engine: write \"%b\"."
                            .formatted(
                                    attribute.name(),
                                    value,
                                    YES.contains(value.strip().toLowerCase(Locale.ROOT))));
        }
    }

    private void checkDelegate(Element element, String value) {
        if (element.is("taskListener")) {
            objections.add(
                    element, "No task bean listens to tasks; a listener calls ${bean.method(…)} by 'expression'.");
        } else {
            expressions.checkDelegate(element, value);
        }
        if (NoticeMeaning.isMeant(value)) {
            notices.check(element);
        }
    }

    private void checkNamed(Element element, String value) {
        if (Expressions.isExpression(value)) {
            objections.add(element, "'%s' is computed; what is called is named by its id.".formatted(value));
        } else if (element.is("callActivity") && value.equals(Drawing.LIFECYCLE)) {
            objections.add(
                    element, "A ticket's process is started by submitting the ticket, never by another process.");
        }
    }
}
