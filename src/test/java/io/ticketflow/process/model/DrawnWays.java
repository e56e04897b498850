package io.ticketflow.process.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A small lifecycle that offers some steps at the state <em>work</em>. Each step takes its own way inside of <em>Handle ticket</em>: to the state
 * <em>other</em>, or to an end, after which the state <em>waiting</em> follows.
 */
final class DrawnWays {

    /** The elements that may be between a step and its goal. */
    enum Piece {
        TASK,
        BEAN,
        /** A default flow that comes before the flow that the key takes. */
        DEFAULT_NOT_TAKEN,
        DEFAULT_TAKEN,
        NOT_KNOWN_FROM_HERE,
        LINK,
        SUBPROCESS,
        ERROR,
        /** A bean that chooses another key. */
        ROUTED_AGAIN,
        /** A parallel branch that comes before the way to the goal. */
        BESIDE,
        /** Two parallel branches, both of which the join waits for. */
        FORK_AND_JOIN
    }

    enum Goal {
        STATE,
        END,
        /** A task without an outgoing flow. */
        NOTHING
    }

    record Way(List<Piece> pieces, Goal goal) {}

    private final StringBuilder handling = new StringBuilder();
    private final StringBuilder keys = new StringBuilder("transition == 'ROUTED' || transition == 'TRIAGE'");
    private int drawn;

    /**
     * Draws the model.
     *
     * @param ways by the keys of their steps
     */
    static String lifecycle(Map<String, Way> ways) {
        var drawing = new DrawnWays();
        new TreeMap<>(ways).forEach(drawing::way);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">
                  <bpmn:error id="failed" errorCode="FAILED" />
                  <bpmn:process id="ticket-lifecycle" isExecutable="true">
                    <bpmn:startEvent id="submitted" />
                    <bpmn:subProcess id="handleTicket">
                      <bpmn:startEvent id="begun" />
                      %s%s
                      <bpmn:exclusiveGateway id="afterWork" />
                      <bpmn:endEvent id="ended" />
                      <bpmn:endEvent id="wrong" />
                      %s
                    </bpmn:subProcess>
                    <bpmn:exclusiveGateway id="how" />
                    %s
                    <bpmn:endEvent id="closed" />
                    %s
                  </bpmn:process>
                </bpmn:definitions>
                """.formatted(
                        state("work", "OPEN"),
                        state("other", "IN_PROGRESS"),
                        drawing.flow("begun", "work", "")
                                + drawing.flow("work", "afterWork", "")
                                + drawing.leaving("other", "work", "ended")
                                + drawing.handling,
                        state("waiting", "PENDING_INFO"),
                        drawing.flow("submitted", "handleTicket", "")
                                + drawing.flow("handleTicket", "how", "")
                                + drawing.flow("how", "closed", "transition == 'CLOSED'")
                                + drawing.flow("how", "waiting", drawing.keys.toString())
                                + drawing.leaving("waiting", "handleTicket", "closed"));
    }

    private static String state(String id, String status) {
        return """
                <bpmn:userTask id="%s" name="%s"><bpmn:extensionElements><camunda:properties>
                  <camunda:property name="ticketStatus" value="%s" />
                </camunda:properties></bpmn:extensionElements></bpmn:userTask>
                """.formatted(id, id, status);
    }

    /** The gateway after a state with two steps. */
    private String leaving(String state, String back, String end) {
        var gateway = "after_" + state;
        return "<bpmn:exclusiveGateway id=\"%s\" />".formatted(gateway)
                + flow(state, gateway, "")
                + flow(gateway, back, "transition == 'BACK'")
                + flow(gateway, end, "transition == 'CLOSED'");
    }

    private String flow(String from, String to, String condition) {
        return flow("f" + ++drawn, from, to, condition);
    }

    private static String flow(String id, String from, String to, String condition) {
        return "<bpmn:sequenceFlow id=\"%s\" name=\"%s\" sourceRef=\"%s\" targetRef=\"%s\">%s</bpmn:sequenceFlow>"
                .formatted(
                        id,
                        id,
                        from,
                        to,
                        condition.isEmpty()
                                ? ""
                                : "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${%s}</bpmn:conditionExpression>"
                                        .formatted(condition));
    }

    private void way(String key, Way way) {
        keys.append(" || transition == '%s'".formatted(key));
        var asked = key;
        var begin = task();
        handling.append(flow("to" + key, "afterWork", begin, "transition == '%s'".formatted(key)));
        var last = begin;
        for (var piece : way.pieces()) {
            last = add(piece, last, asked);
            asked = piece == Piece.ROUTED_AGAIN ? "ROUTED" : asked;
        }
        switch (way.goal()) {
            case STATE -> handling.append(flow(last, "other", ""));
            case END -> handling.append(flow(last, "ended", ""));
            case NOTHING -> handling.append(node("userTask", "lost" + key, "")).append(flow(last, "lost" + key, ""));
        }
    }

    /** Draws a piece after another one. Answers its last node. */
    private String add(Piece piece, String before, String key) {
        var after = task();
        var middle = "m" + ++drawn;
        switch (piece) {
            case TASK -> handling.append(flow(before, after, ""));
            case BEAN ->
                handling.append(node("serviceTask", middle, "camunda:delegateExpression=\"${notifyResponseWarning}\""))
                        .append(flow(before, middle, ""))
                        .append(flow(middle, after, ""));
            case DEFAULT_NOT_TAKEN ->
                choice(
                        before,
                        middle,
                        flow("default" + middle, middle, "wrong", "")
                                + flow(middle, after, "transition == '%s' || transition == 'TRIAGE'".formatted(key)));
            case DEFAULT_TAKEN ->
                choice(
                        before,
                        middle,
                        flow(middle, "wrong", "transition == 'CLOSED'") + flow("default" + middle, middle, after, ""));
            case NOT_KNOWN_FROM_HERE ->
                choice(
                        before,
                        middle,
                        flow(middle, after, "reopenCount > 1") + flow("default" + middle, middle, after, ""));
            case LINK ->
                handling.append(event(
                                "intermediateThrowEvent",
                                middle,
                                "linkEventDefinition",
                                "name=\"%s\"".formatted(middle)))
                        .append(event(
                                "intermediateCatchEvent",
                                middle + "_caught",
                                "linkEventDefinition",
                                "name=\"%s\"".formatted(middle)))
                        .append(flow(before, middle, ""))
                        .append(flow(middle + "_caught", after, ""));
            case SUBPROCESS ->
                scope(before, middle, node("endEvent", middle + "_end", "")).append(flow(middle, after, ""));
            case ERROR ->
                scope(before, middle, event("endEvent", middle + "_end", "errorEventDefinition", "errorRef=\"failed\""))
                        .append(event(
                                        "boundaryEvent",
                                        middle + "_caught",
                                        "errorEventDefinition",
                                        "errorRef=\"failed\"")
                                .replace(
                                        "<bpmn:boundaryEvent ",
                                        "<bpmn:boundaryEvent attachedToRef=\"%s\" ".formatted(middle)))
                        .append(flow(middle + "_caught", after, ""))
                        .append(flow(middle, "wrong", ""));
            case ROUTED_AGAIN -> {
                handling.append(node(
                                "serviceTask", middle + "_assign", "camunda:delegateExpression=\"${assignTicket}\""))
                        .append(flow(before, middle + "_assign", ""));
                handling.append(node("exclusiveGateway", middle, ""))
                        .append(flow(middle + "_assign", middle, ""))
                        .append(flow(middle, after, "transition == 'ROUTED'"))
                        .append(flow(middle, after, "transition == 'TRIAGE'"));
            }
            case BESIDE ->
                handling.append(node("parallelGateway", middle, ""))
                        .append(flow(before, middle, ""))
                        .append(flow(middle, "ended", ""))
                        .append(flow(middle, after, ""));
            case FORK_AND_JOIN -> {
                var other = task();
                handling.append(node("parallelGateway", middle, ""))
                        .append(node("parallelGateway", middle + "_join", ""))
                        .append(flow(before, middle, ""))
                        .append(flow(middle, other, ""))
                        .append(flow(other, middle + "_join", ""))
                        .append(flow(middle, middle + "_join", ""))
                        .append(flow(middle + "_join", after, ""));
            }
        }
        return after;
    }

    private String task() {
        var id = "t" + ++drawn;
        handling.append(node("userTask", id, ""));
        return id;
    }

    private void choice(String before, String gateway, String flows) {
        handling.append(node("exclusiveGateway", gateway, "default=\"default%s\"".formatted(gateway)))
                .append(flow(before, gateway, ""))
                .append(flows);
    }

    private StringBuilder scope(String before, String id, String end) {
        return handling.append("<bpmn:subProcess id=\"%s\">".formatted(id))
                .append(node("startEvent", id + "_start", ""))
                .append(end)
                .append(flow(id + "_start", id + "_end", ""))
                .append("</bpmn:subProcess>")
                .append(flow(before, id, ""));
    }

    private static String node(String type, String id, String attributes) {
        return "<bpmn:%s id=\"%s\" name=\"%s\" %s />".formatted(type, id, id, attributes);
    }

    private static String event(String type, String id, String definition, String attributes) {
        return "<bpmn:%1$s id=\"%2$s\" name=\"%2$s\"><bpmn:%3$s id=\"%2$s_%3$s\" %4$s /></bpmn:%1$s>"
                .formatted(type, id, definition, attributes);
    }
}
