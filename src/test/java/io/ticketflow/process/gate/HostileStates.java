package io.ticketflow.process.gate;

import static io.ticketflow.process.gate.Hostile.MODEL;
import static io.ticketflow.process.gate.Hostile.edited;
import static io.ticketflow.process.gate.Hostile.hostile;
import static io.ticketflow.process.gate.Hostile.model;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Models that would lose tickets, or whose clocks would differ from the promise. */
final class HostileStates {

    private HostileStates() {}

    static Stream<Hostile> statesThatLoseTickets() {
        return Stream.of(
                model(
                        "waiting for nobody that there is",
                        "<camunda:property name=\"ticketStatus\" value=\"PENDING_INFO\" />",
                        "<camunda:property name=\"ticketStatus\" value=\"PENDING_INFO\" /><camunda:property name=\"waitsFor\" value=\"VENDOR\" />",
                        "provideInformation",
                        "waits for REQUESTER or for OTHERS"),
                model(
                        "waiting for two",
                        "<camunda:property name=\"ticketStatus\" value=\"PENDING_INFO\" />",
                        "<camunda:property name=\"ticketStatus\" value=\"PENDING_INFO\" /><camunda:property name=\"waitsFor\" value=\"OTHERS\" /><camunda:property name=\"waitsFor\" value=\"REQUESTER\" />",
                        "provideInformation",
                        "said once"),
                model(
                        "waiting while working",
                        "<camunda:property name=\"ticketStatus\" value=\"IN_PROGRESS\" />",
                        "<camunda:property name=\"ticketStatus\" value=\"IN_PROGRESS\" /><camunda:property name=\"waitsFor\" value=\"OTHERS\" />",
                        "workOnTicket",
                        "belongs to states that are PENDING_INFO"),
                model(
                        "unknown status",
                        "value=\"RESOLVED\"",
                        "value=\"SOLVED\"",
                        "confirmResolution",
                        "'SOLVED' is no status"),
                model(
                        "closed as a state",
                        "value=\"RESOLVED\"",
                        "value=\"CLOSED\"",
                        "confirmResolution",
                        "CLOSED is no state"),
                model(
                        "two statuses",
                        "<camunda:property name=\"ticketStatus\" value=\"RESOLVED\" />",
                        "<camunda:property name=\"ticketStatus\" value=\"RESOLVED\" /><camunda:property name=\"ticketStatus\" value=\"OPEN\" />",
                        "confirmResolution",
                        "more than once"),
                model(
                        "no way out",
                        "<bpmn:sequenceFlow id=\"workOnTicketToAfterWork\" sourceRef=\"workOnTicket\" targetRef=\"afterWork\" />",
                        "",
                        "workOnTicket",
                        "no way out"),
                new Hostile(
                        "a step to where nothing leads on",
                        MODEL,
                        text -> edited(
                                edited(
                                        text,
                                        "sourceRef=\"afterWork\" targetRef=\"pickUpTicket\"",
                                        "sourceRef=\"afterWork\" targetRef=\"review\""),
                                "</bpmn:subProcess>",
                                "<bpmn:userTask id=\"review\" /></bpmn:subProcess>"),
                        "afterWorkToPickUpTicket",
                        "nothing leads on from review"),
                new Hostile(
                        "a step to a join that waits for more than comes",
                        MODEL,
                        text -> edited(
                                edited(
                                        text,
                                        "sourceRef=\"afterWork\" targetRef=\"pickUpTicket\"",
                                        "sourceRef=\"afterWork\" targetRef=\"join\""),
                                "</bpmn:subProcess>",
                                "<bpmn:parallelGateway id=\"join\" /><bpmn:userTask id=\"other\" />"
                                        + "<bpmn:sequenceFlow id=\"joined\" sourceRef=\"join\" targetRef=\"pickUpTicket\" />"
                                        + "<bpmn:sequenceFlow id=\"otherJoins\" sourceRef=\"other\" targetRef=\"join\" /></bpmn:subProcess>"),
                        "afterWorkToPickUpTicket",
                        "nothing leads on from join"),
                model(
                        "a step with more keys than can be read",
                        "targetRef=\"pickUpTicket\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'OPEN'}",
                        "targetRef=\"pickUpTicket\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'OPEN'%s}"
                                .formatted(" || transition == 'OPEN'".repeat(3000)),
                        "afterWorkToPickUpTicket",
                        "${transition == 'KEY'}"),
                new Hostile(
                        "a way without end",
                        MODEL,
                        text -> edited(
                                edited(
                                        text,
                                        "sourceRef=\"afterWork\" targetRef=\"pickUpTicket\"",
                                        "sourceRef=\"afterWork\" targetRef=\"step0\""),
                                "</bpmn:subProcess>",
                                IntStream.range(0, 1500)
                                                .mapToObj(step ->
                                                        "<bpmn:task id=\"step%1$d\" /><bpmn:sequenceFlow id=\"from%1$d\" sourceRef=\"step%1$d\" targetRef=\"step%2$d\" />"
                                                                .formatted(step, step + 1))
                                                .collect(Collectors.joining())
                                        + "</bpmn:subProcess>"),
                        "ticket-lifecycle",
                        "more than 200 elements"),
                model(
                        "no gateway behind",
                        "sourceRef=\"workOnTicket\" targetRef=\"afterWork\"",
                        "sourceRef=\"workOnTicket\" targetRef=\"pickUpTicket\"",
                        "workOnTicket",
                        "followed by an exclusive gateway"),
                inTheHandling(
                        "two flows",
                        "<bpmn:sequenceFlow id=\"second\" sourceRef=\"workOnTicket\" targetRef=\"pickUpTicket\" />",
                        "workOnTicket",
                        "2 flows"),
                model(
                        "a step without a name",
                        "name=\"Give back to queue\" ",
                        "",
                        "afterWorkToPickUpTicket",
                        "no name"),
                model(
                        "a step by something else",
                        "targetRef=\"pickUpTicket\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'OPEN'}",
                        "targetRef=\"pickUpTicket\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${reopenCount > 1}",
                        "afterWorkToPickUpTicket",
                        "${transition == 'KEY'}"),
                model(
                        "a default step",
                        "<bpmn:exclusiveGateway id=\"afterWork\">",
                        "<bpmn:exclusiveGateway id=\"afterWork\" default=\"afterWorkToPickUpTicket\">",
                        "afterWork",
                        "default flow"),
                model(
                        "one key, two places",
                        "targetRef=\"pickUpTicket\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'OPEN'}",
                        "targetRef=\"pickUpTicket\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'RESOLVED'}",
                        "afterWorkToPickUpTicket",
                        "two places"),
                model(
                        "a key that the outcome does not know",
                        "sourceRef=\"afterWork\" targetRef=\"resolvedAtWork\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'RESOLVED'}",
                        "sourceRef=\"afterWork\" targetRef=\"resolvedAtWork\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'DONE'}",
                        "afterWorkToResolvedAtWork",
                        "nothing leads on from outcome"),
                inTheHandling("a circle", """
                        <bpmn:serviceTask id="round" camunda:delegateExpression="${remindRequester}" />
                        <bpmn:exclusiveGateway id="again" />
                        <bpmn:sequenceFlow id="c1" sourceRef="round" targetRef="again" />
                        <bpmn:sequenceFlow id="c2" sourceRef="again" targetRef="round" />
                        <bpmn:sequenceFlow id="toRound" name="Round" sourceRef="afterWork" targetRef="round">
                          <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${transition == 'ROUND'}</bpmn:conditionExpression>
                        </bpmn:sequenceFlow>""", "toRound", "leads to no state and no end"),
                inTheHandling("only one step", """
                        <bpmn:userTask id="alone" name="Alone"><bpmn:extensionElements><camunda:properties>
                          <camunda:property name="ticketStatus" value="IN_PROGRESS" /></camunda:properties></bpmn:extensionElements></bpmn:userTask>
                        <bpmn:exclusiveGateway id="afterAlone" />
                        <bpmn:sequenceFlow id="a1" sourceRef="alone" targetRef="afterAlone" />
                        <bpmn:sequenceFlow id="a2" name="On" sourceRef="afterAlone" targetRef="workOnTicket" />""", "afterAlone", "at least two"),
                model(
                        "a running clock outside",
                        "value=\"RESOLVED\"",
                        "value=\"IN_PROGRESS\"",
                        "confirmResolution",
                        "inside of 'handleTicket'"),
                model(
                        "a paused clock inside",
                        "value=\"REOPENED\"",
                        "value=\"PENDING_INFO\"",
                        "acceptReopenedTicket",
                        "outside of 'handleTicket'"),
                model(
                        "a state many times",
                        "<bpmn:outgoing>workOnTicketToAfterWork</bpmn:outgoing>",
                        "<bpmn:outgoing>workOnTicketToAfterWork</bpmn:outgoing><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>",
                        "workOnTicket",
                        "one state at a time"),
                inTheHandling("two states at once", """
                        <bpmn:parallelGateway id="both" />
                        <bpmn:sequenceFlow id="b1" sourceRef="both" targetRef="workOnTicket" />
                        <bpmn:sequenceFlow id="b2" sourceRef="both" targetRef="pickUpTicket" />
                        <bpmn:sequenceFlow id="toBoth" name="Both" sourceRef="afterWork" targetRef="both">
                          <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${transition == 'BOTH'}</bpmn:conditionExpression>
                        </bpmn:sequenceFlow>""", "both", "two at once"),
                model(
                        "a breach that makes a second state",
                        "sourceRef=\"recordResponseBreach\" targetRef=\"isResponseEscalationDue\"",
                        "sourceRef=\"recordResponseBreach\" targetRef=\"acknowledgeEscalation\"",
                        "acceptResponseOverdue",
                        "two at once"),
                model(
                        "triage forgotten",
                        "${transition == 'TRIAGE'}",
                        "${transition == 'NOBODY'}",
                        "ticketSubmitted",
                        "nothing leads on from entry"),
                model(
                        "a timer that takes tickets nowhere",
                        "sourceRef=\"confirmationOverdue\" targetRef=\"ticketClosed\"",
                        "sourceRef=\"confirmationOverdue\" targetRef=\"handleTicket\"",
                        "confirmationOverdue",
                        "nothing leads on from entry"),
                model(
                        "nobody routes",
                        "sourceRef=\"decideRouting\" targetRef=\"assignTicket\"",
                        "sourceRef=\"decideRouting\" targetRef=\"handleTicket\"",
                        "ticketSubmitted",
                        "nothing leads on from entry"),
                model(
                        "hand-over not caught",
                        "<bpmn:messageEventDefinition id=\"ticketHandedOver_message\" messageRef=\"message_TicketHandedOver\" />",
                        "<bpmn:messageEventDefinition id=\"ticketHandedOver_message\" messageRef=\"message_Other\" />",
                        "resolutionHandedOver",
                        "TicketHandedOver"),
                hostile(
                        "a state in another process",
                        MODEL,
                        "<bpmn:message id=",
                        """
                        <bpmn:process id="other" isExecutable="true"><bpmn:startEvent id="s" /><bpmn:userTask id="stray"><bpmn:extensionElements>
                        <camunda:properties><camunda:property name="ticketStatus" value="OPEN" /></camunda:properties></bpmn:extensionElements></bpmn:userTask>
                        <bpmn:sequenceFlow id="o1" sourceRef="s" targetRef="stray" /></bpmn:process><bpmn:message id=""",
                        "stray",
                        "belongs into ticket-lifecycle"));
    }

    private static Hostile inTheHandling(String name, String xml, String element, String reason) {
        return model(name, "</bpmn:subProcess>", xml + "</bpmn:subProcess>", element, reason);
    }

    static Stream<Hostile> timersThatAreNotTheClocks() {
        return Stream.of(
                model(
                        "a literal on a running state",
                        "<bpmn:timeDate xsi:type=\"bpmn:tFormalExpression\">${sla.acknowledgeBy(execution)}</bpmn:timeDate>",
                        "<bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">PT1H</bpmn:timeDuration>",
                        "acknowledgementOverdue",
                        "a deadline of its own"),
                model(
                        "a literal on the handling",
                        "<bpmn:timeCycle xsi:type=\"bpmn:tFormalExpression\">${sla.resolutionRungs(execution)}</bpmn:timeCycle>",
                        "<bpmn:timeCycle xsi:type=\"bpmn:tFormalExpression\">R/PT5M</bpmn:timeCycle>",
                        "resolutionOverdue",
                        "a deadline of its own"),
                model(
                        "a variable on the handling",
                        "${sla.resolutionWarning(execution)}",
                        "${title}",
                        "resolutionWarningDue",
                        "a deadline of its own"),
                model(
                        "a cycle as a date",
                        "${sla.resolutionWarning(execution)}",
                        "${sla.resolutionRungs(execution)}",
                        "resolutionWarningDue",
                        "belongs into a timeCycle"),
                model(
                        "no such question",
                        "${sla.acknowledgeBy(execution)}",
                        "${sla.someday(execution)}",
                        "acknowledgementOverdue",
                        "no method 'someday'"),
                model("no duration", ">P5D<", ">5 days<", "confirmationOverdue", "no duration"));
    }
}
