package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

/** The model that docs/process-owners.md explains: a state in which the ticket waits for another party. */
public final class WaitingForVendor {

    private static final String END_IN_HANDLE_TICKET = """
            <bpmn:endEvent id="vendorNeeded" name="Vendor needed"><bpmn:terminateEventDefinition id="vendorNeededEnds" /></bpmn:endEvent>
            <bpmn:sequenceFlow id="afterWorkToVendorNeeded" name="Wait for the vendor" sourceRef="afterWork" targetRef="vendorNeeded">
              <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${transition == 'VENDOR'}</bpmn:conditionExpression>
            </bpmn:sequenceFlow>
            """;

    private static final String STATE = """
            <bpmn:sequenceFlow id="outcomeToWaitForVendor" name="Vendor needed" sourceRef="outcome" targetRef="waitForVendor">
              <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${transition == 'VENDOR'}</bpmn:conditionExpression>
            </bpmn:sequenceFlow>
            <bpmn:userTask id="waitForVendor" name="Waiting for vendor" camunda:formRef="ticket-move" camunda:formRefBinding="latest">
              <bpmn:extensionElements><camunda:properties><camunda:property name="ticketStatus" value="PENDING_INFO" /><camunda:property name="waitsFor" value="OTHERS" /></camunda:properties></bpmn:extensionElements>
            </bpmn:userTask>
            <bpmn:sequenceFlow id="waitForVendorToAfterWaitForVendor" sourceRef="waitForVendor" targetRef="afterWaitForVendor" />
            <bpmn:exclusiveGateway id="afterWaitForVendor" />
            <bpmn:sequenceFlow id="vendorAnswered" name="The vendor has answered" sourceRef="afterWaitForVendor" targetRef="handleTicket">
              <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${transition == 'IN_PROGRESS'}</bpmn:conditionExpression>
            </bpmn:sequenceFlow>
            <bpmn:sequenceFlow id="afterWaitForVendorToGivenUp" name="Give up" sourceRef="afterWaitForVendor" targetRef="givenUp">
              <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${transition == 'CLOSED'}</bpmn:conditionExpression>
            </bpmn:sequenceFlow>
            <bpmn:endEvent id="givenUp" name="Given up"><bpmn:terminateEventDefinition id="givenUpEnds" /></bpmn:endEvent>
            """;

    private static final String SHAPES = """
            <bpmndi:BPMNShape id="vendorNeeded_di" bpmnElement="vendorNeeded"><dc:Bounds x="1907" y="862" width="36" height="36" />
              <bpmndi:BPMNLabel><dc:Bounds x="1947" y="873" width="76" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNShape>
            <bpmndi:BPMNShape id="waitForVendor_di" bpmnElement="waitForVendor"><dc:Bounds x="2180" y="1100" width="100" height="80" /></bpmndi:BPMNShape>
            <bpmndi:BPMNShape id="afterWaitForVendor_di" bpmnElement="afterWaitForVendor" isMarkerVisible="true"><dc:Bounds x="2305" y="1115" width="50" height="50" /></bpmndi:BPMNShape>
            <bpmndi:BPMNShape id="givenUp_di" bpmnElement="givenUp"><dc:Bounds x="2402" y="1122" width="36" height="36" />
              <bpmndi:BPMNLabel><dc:Bounds x="2395" y="1162" width="50" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNShape>
            <bpmndi:BPMNEdge id="afterWorkToVendorNeeded_di" bpmnElement="afterWorkToVendorNeeded">
              <di:waypoint x="1810" y="695" /><di:waypoint x="1810" y="880" /><di:waypoint x="1907" y="880" />
              <bpmndi:BPMNLabel><dc:Bounds x="1816" y="848" width="64" height="28" /></bpmndi:BPMNLabel></bpmndi:BPMNEdge>
            <bpmndi:BPMNEdge id="outcomeToWaitForVendor_di" bpmnElement="outcomeToWaitForVendor">
              <di:waypoint x="2110" y="765" /><di:waypoint x="2110" y="1140" /><di:waypoint x="2180" y="1140" />
              <bpmndi:BPMNLabel><dc:Bounds x="2117" y="1050" width="76" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNEdge>
            <bpmndi:BPMNEdge id="waitForVendorToAfterWaitForVendor_di" bpmnElement="waitForVendorToAfterWaitForVendor">
              <di:waypoint x="2280" y="1140" /><di:waypoint x="2305" y="1140" /></bpmndi:BPMNEdge>
            <bpmndi:BPMNEdge id="vendorAnswered_di" bpmnElement="vendorAnswered">
              <di:waypoint x="2330" y="1165" /><di:waypoint x="2330" y="1250" /><di:waypoint x="2030" y="1250" />
              <bpmndi:BPMNLabel><dc:Bounds x="2190" y="1218" width="82" height="28" /></bpmndi:BPMNLabel></bpmndi:BPMNEdge>
            <bpmndi:BPMNEdge id="afterWaitForVendorToGivenUp_di" bpmnElement="afterWaitForVendorToGivenUp">
              <di:waypoint x="2355" y="1140" /><di:waypoint x="2402" y="1140" />
              <bpmndi:BPMNLabel><dc:Bounds x="2358" y="1122" width="39" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNEdge>
            """;

    private WaitingForVendor() {}

    /** The lifecycle with the new state, as Modeler would save it. */
    public static String drawnInto(String lifecycle) {
        return Edit.in(lifecycle)
                .before("</bpmn:subProcess>", END_IN_HANDLE_TICKET)
                .before("<bpmn:textAnnotation id=\"note_States\">", STATE)
                .before("</bpmndi:BPMNPlane>", SHAPES)
                // Moves the flows "Not solved" to make room.
                .replace("<di:waypoint x=\"2610\" y=\"1240\" />", "<di:waypoint x=\"2610\" y=\"1345\" />")
                .replace("<di:waypoint x=\"2030\" y=\"1240\" />", "<di:waypoint x=\"2030\" y=\"1345\" />")
                .replace("<dc:Bounds x=\"2370\" y=\"1222\"", "<dc:Bounds x=\"2500\" y=\"1327\"")
                .replace("<di:waypoint x=\"2450\" y=\"1120\" />", "<di:waypoint x=\"2450\" y=\"1320\" />")
                .replace("<di:waypoint x=\"2030\" y=\"1120\" />", "<di:waypoint x=\"2030\" y=\"1320\" />")
                .replace("<dc:Bounds x=\"2370\" y=\"1102\"", "<dc:Bounds x=\"2370\" y=\"1302\"")
                .done();
    }

    /** Replaces a text, and fails when the text is missing. */
    public record Edit(String text) {

        public static Edit in(String text) {
            return new Edit(text);
        }

        Edit before(String place, String added) {
            return replace(place, added + place);
        }

        public Edit replace(String old, String changed) {
            assertThat(text).as("the edit finds its place").contains(old);
            return new Edit(text.replace(old, changed));
        }

        public String done() {
            return text;
        }
    }
}
