package io.ticketflow.process;

import io.ticketflow.process.WaitingForVendor.Edit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/** The model that docs/process-owners.md explains: when a vendor has not answered for two days, the task bean {@code notify} tells the lead. */
public final class SlowVendor {

    /** The properties of the task in the guide. */
    static final Map<String, String> PROPERTIES = Map.of(
            "audience", "LEAD",
            "channels", "IN_APP, EMAIL",
            "subject", "still waits for the vendor",
            "text", "The vendor of ${number} has not answered for two days. Please call them.");

    private static final String AFTER_TWO_DAYS = """
            <bpmn:boundaryEvent id="vendorIsSlow" name="No answer for 2 days" cancelActivity="false" attachedToRef="waitForVendor">
              <bpmn:timerEventDefinition id="vendorIsSlow_timer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P2D</bpmn:timeDuration></bpmn:timerEventDefinition>
            </bpmn:boundaryEvent>
            <bpmn:sequenceFlow id="vendorIsSlowToTellTheLead" sourceRef="vendorIsSlow" targetRef="tellTheLead" />
            <bpmn:serviceTask id="tellTheLead" name="Tell the lead" camunda:modelerTemplate="io.ticketflow.notify-people" camunda:modelerTemplateVersion="1" camunda:delegateExpression="${notify}">
              <bpmn:extensionElements><camunda:properties>%s</camunda:properties></bpmn:extensionElements>
            </bpmn:serviceTask>
            <bpmn:sequenceFlow id="tellTheLeadToLeadIsTold" sourceRef="tellTheLead" targetRef="leadIsTold" />
            <bpmn:endEvent id="leadIsTold" name="Told" />
            """;

    private static final String SHAPES = """
            <bpmndi:BPMNShape id="vendorIsSlow_di" bpmnElement="vendorIsSlow"><dc:Bounds x="2162" y="1162" width="36" height="36" />
              <bpmndi:BPMNLabel><dc:Bounds x="2090" y="1196" width="68" height="28" /></bpmndi:BPMNLabel></bpmndi:BPMNShape>
            <bpmndi:BPMNShape id="tellTheLead_di" bpmnElement="tellTheLead"><dc:Bounds x="2130" y="1385" width="100" height="80" /></bpmndi:BPMNShape>
            <bpmndi:BPMNShape id="leadIsTold_di" bpmnElement="leadIsTold"><dc:Bounds x="2302" y="1407" width="36" height="36" />
              <bpmndi:BPMNLabel><dc:Bounds x="2309" y="1447" width="22" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNShape>
            <bpmndi:BPMNEdge id="vendorIsSlowToTellTheLead_di" bpmnElement="vendorIsSlowToTellTheLead">
              <di:waypoint x="2180" y="1198" /><di:waypoint x="2180" y="1385" /></bpmndi:BPMNEdge>
            <bpmndi:BPMNEdge id="tellTheLeadToLeadIsTold_di" bpmnElement="tellTheLeadToLeadIsTold">
              <di:waypoint x="2230" y="1425" /><di:waypoint x="2302" y="1425" /></bpmndi:BPMNEdge>
            """;

    private SlowVendor() {}

    /** The lifecycle with the timer and the task, as Modeler would save it. */
    public static String drawnInto(String lifecycle) {
        return drawnInto(lifecycle, PROPERTIES);
    }

    static String drawnInto(String lifecycle, Map<String, String> properties) {
        var written = properties.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(property -> "<camunda:property name=\"%s\" value=\"%s\" />"
                        .formatted(
                                property.getKey(),
                                HtmlUtils.htmlEscape(property.getValue(), "UTF-8")
                                        .replace("\n", "&#10;")))
                .collect(Collectors.joining());
        return Edit.in(WaitingForVendor.drawnInto(lifecycle))
                .before("<bpmn:textAnnotation id=\"note_States\">", AFTER_TWO_DAYS.formatted(written))
                .before("</bpmndi:BPMNPlane>", SHAPES)
                // Moves the label "The vendor has answered" out of the way of the timer's flow.
                .replace("<dc:Bounds x=\"2190\" y=\"1218\"", "<dc:Bounds x=\"2220\" y=\"1218\"")
                .done();
    }

    /** The properties in the guide with one of them changed. */
    static Map<String, String> with(String property, String value) {
        var changed = new LinkedHashMap<>(PROPERTIES);
        changed.put(property, value);
        return changed;
    }
}
