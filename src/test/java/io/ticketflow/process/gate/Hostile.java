package io.ticketflow.process.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;

/** A shipped file with one change, and the gate's answer to it. */
record Hostile(String name, String file, UnaryOperator<String> edit, String element, String reason) {

    static final String MODEL = "ticket-lifecycle.bpmn";
    static final String ROUTING = "assignment-routing.dmn";
    static final String ESCALATION = "escalation-routing.dmn";
    static final String FORM = "ticket-move.form";

    @Override
    public String toString() {
        return name;
    }

    static Hostile model(String name, String old, String changed, String element, String reason) {
        return hostile(name, MODEL, old, changed, element, reason);
    }

    static Hostile hostile(String name, String file, String old, String changed, String element, String reason) {
        return new Hostile(name, file, text -> edited(text, old, changed), element, reason);
    }

    static String edited(String text, String old, String changed) {
        assertThat(text).as("the edit finds its place").contains(old);
        return text.replace(old, changed);
    }

    static Hostile inTheModel(String name, String xml, String element, String reason) {
        return model(
                name,
                "<bpmn:textAnnotation id=\"note_States\">",
                xml + "<bpmn:textAnnotation id=\"note_States\">",
                element,
                reason);
    }

    static Hostile service(String name, String attributes, String body, String reason) {
        return inTheModel(
                name,
                "<bpmn:serviceTask id=\"evil\" %s>%s</bpmn:serviceTask>".formatted(attributes, body),
                "evil",
                reason);
    }

    static Hostile condition(String name, String expression, String reason) {
        return model(name, "${!escalationDue}</", expression + "</", "isEscalationDueToNothingToEscalate", reason);
    }
}
