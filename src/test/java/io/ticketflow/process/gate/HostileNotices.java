package io.ticketflow.process.gate;

import static io.ticketflow.process.gate.Hostile.inTheModel;

import java.util.stream.Stream;

/** Models whose messages would reach no person, or the wrong people. */
final class HostileNotices {

    private static final String SUBJECT = property("subject", "waits");
    private static final String TEXT = property("text", "Please call.");
    private static final String LEAD = property("audience", "LEAD");
    private static final String REQUESTER = property("audience", "LEAD, REQUESTER");

    private HostileNotices() {}

    static Stream<Hostile> notices() {
        return Stream.of(
                notice("no text", SUBJECT + LEAD, "needs the extension property 'text': write the words"),
                notice("text of blanks", SUBJECT + LEAD + property("text", " "), "needs the extension property 'text'"),
                notice("no subject", TEXT + LEAD, "needs the extension property 'subject': write what happens"),
                notice("no audience", SUBJECT + TEXT, "needs the extension property 'audience': write one or more of"),
                notice(
                        "unknown audience",
                        SUBJECT + TEXT + property("audience", "LEAD, BOSS"),
                        "'BOSS' is nothing that the property 'audience' knows: write one or more of REQUESTER, ASSIGNEE, TEAM"),
                notice(
                        "unknown role",
                        SUBJECT + TEXT + property("audience", "PRINCIPAL_ENGINEER"),
                        "MANAGER, ADMIN, separated by commas"),
                notice("all requesters", SUBJECT + TEXT + property("audience", "END_USER"), "'END_USER' is nothing"),
                notice("lower case", SUBJECT + TEXT + property("audience", "lead"), "'lead' is nothing"),
                notice("empty audience", SUBJECT + TEXT + property("audience", ""), "'' is nothing"),
                notice("computed audience", SUBJECT + TEXT + property("audience", "${title}"), "is computed"),
                notice(
                        "unknown channel",
                        SUBJECT + TEXT + LEAD + property("channels", "EMAIL, FAX"),
                        "'FAX' is nothing that the property 'channels' knows: write one or more of IN_APP, EMAIL, SMS, SLACK"),
                notice("no channel", SUBJECT + TEXT + LEAD + property("channels", ""), "'' is nothing"),
                notice(
                        "unknown field",
                        SUBJECT + TEXT + LEAD + property("role", "ADMIN"),
                        "'role' is no property of ${notify}; write subject, text, audience, channels"),
                notice("text twice", SUBJECT + TEXT + TEXT + LEAD, "'text' is there more than once"),
                notice(
                        "long text",
                        SUBJECT + LEAD + property("text", "x".repeat(1_001)),
                        "'text' has 1001 characters; write at most 1000"),
                notice("long subject", TEXT + LEAD + property("subject", "x".repeat(101)), "write at most 100"),
                notice(
                        "unknown variable in the text",
                        SUBJECT + LEAD + property("text", "Case ${vendorCase}"),
                        "neither a task bean nor a known variable"),
                notice(
                        "code in the text",
                        SUBJECT + LEAD + property("text", "${title.getClass()}"),
                        "calls the method 'getClass'"),
                notice(
                        "call in the text",
                        SUBJECT + LEAD + property("text", "Due ${sla.resolutionWarning(execution)}"),
                        "calls 'resolutionWarning'; the words of a message name variables only"),
                notice(
                        "unreadable text",
                        SUBJECT + LEAD + property("text", "Case ${title"),
                        "cannot be read as an expression"),
                notice(
                        "words of staff to the requester",
                        SUBJECT + REQUESTER + property("text", "We heard: ${escalationReason}"),
                        "tells the requester 'escalationReason', which is for staff only"),
                notice(
                        "a fault to the requester",
                        TEXT + REQUESTER + property("subject", "${decisionError}"),
                        "tells the requester 'decisionError'"),
                inTheModel(
                        "no place for words",
                        "<bpmn:intermediateThrowEvent id=\"evil\"><bpmn:messageEventDefinition id=\"evil_message\""
                                + " camunda:delegateExpression=\"${notify}\" /></bpmn:intermediateThrowEvent>",
                        "evil",
                        "stands at a service task"),
                inTheModel(
                        "a listener that notifies",
                        "<bpmn:serviceTask id=\"evil\" camunda:delegateExpression=\"${remindRequester}\"><bpmn:extensionElements>"
                                + "<camunda:executionListener event=\"end\" delegateExpression=\"${notify}\" />"
                                + "</bpmn:extensionElements></bpmn:serviceTask>",
                        "evil",
                        "stands at a service task"));
    }

    private static Hostile notice(String name, String properties, String reason) {
        return Hostile.service(
                name,
                "camunda:delegateExpression=\"${notify}\"",
                "<bpmn:extensionElements><camunda:properties>%s</camunda:properties></bpmn:extensionElements>"
                        .formatted(properties),
                reason);
    }

    private static String property(String name, String value) {
        return "<camunda:property name=\"%s\" value=\"%s\" />".formatted(name, value);
    }
}
