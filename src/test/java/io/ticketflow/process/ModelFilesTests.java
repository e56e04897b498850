package io.ticketflow.process;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.Association;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.Script;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TerminateEventDefinition;
import org.camunda.bpm.model.bpmn.instance.TextAnnotation;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaConnector;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaExecutionListener;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaScript;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.camunda.bpm.model.bpmn.instance.di.Waypoint;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that every shipped process keeps, for the application and for the people who draw. */
class ModelFilesTests {

    private static final Pattern STEP =
            Pattern.compile("\\$\\{transition == '[A-Z_]+'( \\|\\| transition == '[A-Z_]+')*}");

    static Stream<Path> processes() throws IOException {
        try (var files = Files.list(Path.of("processes"))) {
            return files.filter(file -> file.toString().endsWith(".bpmn")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void a_process_is_valid_executable_and_named_like_its_file(Path file) {
        var model = read(file);

        Bpmn.validateModel(model);

        var process = all(model, Process.class).iterator().next();
        assertThat(file).hasFileName(process.getId() + ".bpmn");
        assertThat(process.isExecutable()).isTrue();
        assertThat(process.getCamundaHistoryTimeToLiveString()).isEqualTo("P365D");
        assertThat(process.getDocumentations()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("processes")
    void a_service_task_is_the_bean_of_its_own_name(Path file) {
        assertThat(all(read(file), ServiceTask.class)).isNotEmpty().allSatisfy(task -> assertThat(
                        task.getCamundaDelegateExpression())
                .isEqualTo("${%s}".formatted(task.getId())));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void nothing_in_a_model_is_code(Path file) {
        var model = read(file);

        assertThat(Stream.of(
                                ScriptTask.class,
                                Script.class,
                                CamundaScript.class,
                                CamundaConnector.class,
                                CamundaExecutionListener.class,
                                CamundaTaskListener.class)
                        .flatMap(code -> all(model, code).stream()))
                .isEmpty();
        assertThat(all(model, BaseElement.class))
                .noneMatch(element -> element.getAttributeValueNs(BpmnModelConstants.CAMUNDA_NS, "class") != null);
    }

    @ParameterizedTest
    @MethodSource("processes")
    void a_state_has_a_status_a_form_and_nobody_in_particular(Path file) {
        assertThat(stateTasks(read(file))).isNotEmpty().allSatisfy(task -> {
            assertThat(TicketStatus.valueOf(Objects.requireNonNull(status(task))))
                    .isNotEqualTo(TicketStatus.CLOSED);
            assertThat(task.getName()).isNotBlank();
            assertThat(Path.of("processes", task.getCamundaFormRef() + ".form")).exists();
            assertThat(task.getCamundaFormRefBinding()).isEqualTo("latest");
            assertThat(task.getCamundaAssignee()).isNull();
            assertThat(task.getCamundaCandidateGroups()).isNull();
            assertThat(task.getCamundaCandidateUsers()).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("processes")
    void a_state_is_left_by_a_named_step_at_the_one_gateway_behind_it(Path file) {
        assertThat(stateTasks(read(file))).allSatisfy(task -> {
            assertThat(task.getOutgoing()).singleElement().satisfies(flow -> {
                assertThat(flow.getConditionExpression()).isNull();
                assertThat(flow.getTarget()).isInstanceOf(ExclusiveGateway.class);
                assertThat(flow.getTarget().getIncoming()).containsExactly(flow);
                assertThat(flow.getTarget().getOutgoing()).isNotEmpty().allSatisfy(step -> {
                    assertThat(step.getName()).isNotBlank();
                    assertThat(condition(step)).matches(STEP);
                });
                assertThat(flow.getTarget().getOutgoing())
                        .extracting(ModelFilesTests::condition)
                        .doesNotHaveDuplicates();
            });
        });
    }

    @ParameterizedTest
    @MethodSource("processes")
    void a_choice_has_a_condition_on_each_way_and_no_default(Path file) {
        assertThat(all(read(file), ExclusiveGateway.class)).isNotEmpty().allSatisfy(gateway -> {
            assertThat(gateway.getDefault()).isNull();
            assertThat(gateway.getOutgoing()).hasSizeGreaterThan(1).allSatisfy(way -> {
                assertThat(way.getName()).isNotBlank();
                assertThat(condition(way)).startsWith("${").endsWith("}");
            });
        });
    }

    @ParameterizedTest
    @MethodSource("processes")
    void a_table_that_fails_leads_to_the_task_behind_it(Path file) {
        var model = read(file);

        assertThat(all(model, BusinessRuleTask.class)).isNotEmpty().allSatisfy(task -> {
            assertThat(Path.of("dmn", task.getCamundaDecisionRef() + ".dmn")).exists();
            assertThat(task.getCamundaDecisionRefBinding()).isIn(null, "latest");
            assertThat(task.getCamundaResultVariable()).isNull();

            assertThat(boundaries(model, task)).singleElement().satisfies(failed -> {
                var error = (ErrorEventDefinition)
                        failed.getEventDefinitions().iterator().next();
                assertThat(error.getError().getErrorCode()).isEqualTo(Exception.class.getName());
                assertThat(error.getCamundaErrorMessageVariable()).isEqualTo("decisionError");
                assertThat(successor(failed)).isEqualTo(successor(task)).isInstanceOf(ServiceTask.class);
            });
        });
    }

    @ParameterizedTest
    @MethodSource("processes")
    void a_model_shows_all_of_itself_at_right_angles(Path file) {
        var model = read(file);
        var shapes = all(model, BpmnShape.class).stream()
                .map(BpmnShape::getBpmnElement)
                .toList();
        var edges = all(model, BpmnEdge.class).stream()
                .map(BpmnEdge::getBpmnElement)
                .toList();

        assertThat(shapes)
                .doesNotHaveDuplicates()
                .hasSameElementsAs(Stream.<BaseElement>concat(
                                all(model, FlowNode.class).stream(), all(model, TextAnnotation.class).stream())
                        .toList());
        assertThat(edges)
                .doesNotHaveDuplicates()
                .hasSameElementsAs(Stream.<BaseElement>concat(
                                all(model, SequenceFlow.class).stream(), all(model, Association.class).stream())
                        .toList());
        assertThat(all(model, BpmnEdge.class)).allSatisfy(edge -> {
            var points = List.copyOf(edge.getWaypoints());
            assertThat(points).hasSizeGreaterThan(1);
            for (var i = 1; i < points.size(); i++) {
                assertThat(isStraight(points.get(i - 1), points.get(i)))
                        .as("%s, waypoint %s", edge.getBpmnElement().getId(), i)
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("processes")
    void a_node_lists_the_flows_that_enter_and_leave_it(Path file) {
        assertThat(all(read(file), SequenceFlow.class)).isNotEmpty().allSatisfy(flow -> {
            assertThat(flow.getSource().getOutgoing()).contains(flow);
            assertThat(flow.getTarget().getIncoming()).contains(flow);
        });
    }

    @Test
    void the_lifecycle_has_a_state_for_every_status_but_closed() {
        assertThat(stateTasks(lifecycle()).stream()
                        .map(task -> TicketStatus.valueOf(Objects.requireNonNull(status(task))))
                        .collect(toSet()))
                .containsExactlyInAnyOrderElementsOf(Stream.of(TicketStatus.values())
                        .filter(not(TicketStatus.CLOSED::equals))
                        .toList());
    }

    @Test
    void the_resolution_clock_runs_exactly_inside_handle_ticket() {
        assertThat(stateTasks(lifecycle())).allSatisfy(task -> assertThat(isInside(task, "handleTicket"))
                .isNotEqualTo(TicketStatus.valueOf(Objects.requireNonNull(status(task)))
                        .isWaiting()));
    }

    @Test
    void timers_where_a_clock_runs_ask_the_sla() {
        var timers = all(lifecycle(), TimerEventDefinition.class).stream()
                .filter(timer -> {
                    var event = (BoundaryEvent) timer.getParentElement();
                    return isInside(event, "handleTicket")
                            || event.getAttachedTo().getId().equals("handleTicket");
                })
                .toList();

        assertThat(timers)
                .hasSize(7)
                .allSatisfy(timer -> assertThat(timer.getTextContent().strip()).startsWith("${sla."));
    }

    @Test
    void a_hand_over_interrupts_and_is_thrown_by_both_clocks() {
        var model = lifecycle();
        var caught = element(model, "ticketHandedOver", BoundaryEvent.class);

        assertThat(caught.cancelActivity()).isTrue();
        assertThat(caught.getAttachedTo().getId()).isEqualTo("handleTicket");
        assertThat(all(model, EndEvent.class))
                .filteredOn(
                        end -> end.getEventDefinitions().stream().anyMatch(MessageEventDefinition.class::isInstance))
                .extracting(BaseElement::getId)
                .containsExactlyInAnyOrder("responseHandedOver", "resolutionHandedOver");
        assertThat(all(model, MessageEventDefinition.class))
                .extracting(message -> message.getMessage().getName())
                .containsOnly("TicketHandedOver");
    }

    @Test
    void the_ends_by_which_a_ticket_leaves_a_state_terminate() {
        var model = lifecycle();

        assertThat(stateTasks(model).stream()
                        .map(ModelFilesTests::successor)
                        .flatMap(gateway -> gateway.getOutgoing().stream())
                        .map(SequenceFlow::getTarget)
                        .filter(EndEvent.class::isInstance))
                .hasSizeGreaterThan(10)
                .allSatisfy(end -> assertThat(((EndEvent) end).getEventDefinitions())
                        .singleElement()
                        .isInstanceOf(TerminateEventDefinition.class));
    }

    private static BpmnModelInstance lifecycle() {
        return read(Path.of("processes", "ticket-lifecycle.bpmn"));
    }

    private static BpmnModelInstance read(Path file) {
        return Bpmn.readModelFromFile(file.toFile());
    }

    private static <T extends ModelElementInstance> Collection<T> all(BpmnModelInstance model, Class<T> type) {
        return model.getModelElementsByType(type);
    }

    private static <T extends ModelElementInstance> T element(BpmnModelInstance model, String id, Class<T> type) {
        return type.cast(Objects.requireNonNull(model.getModelElementById(id), id));
    }

    private static List<UserTask> stateTasks(BpmnModelInstance model) {
        return all(model, UserTask.class).stream()
                .filter(task -> status(task) != null)
                .toList();
    }

    private static @Nullable String status(UserTask task) {
        return Optional.ofNullable(task.getExtensionElements())
                .map(extensions -> extensions.getElementsQuery().filterByType(CamundaProperties.class))
                .filter(properties -> properties.count() > 0)
                .stream()
                .flatMap(properties -> properties.singleResult().getCamundaProperties().stream())
                .filter(property -> property.getCamundaName().equals("ticketStatus"))
                .map(CamundaProperty::getCamundaValue)
                .findFirst()
                .orElse(null);
    }

    private static String condition(SequenceFlow flow) {
        return Optional.ofNullable(flow.getConditionExpression())
                .map(ModelElementInstance::getTextContent)
                .orElse("");
    }

    private static FlowNode successor(FlowNode node) {
        var flows = node.getOutgoing();
        assertThat(flows).as(node.getId()).hasSize(1);
        return flows.iterator().next().getTarget();
    }

    private static List<BoundaryEvent> boundaries(BpmnModelInstance model, Activity activity) {
        return all(model, BoundaryEvent.class).stream()
                .filter(event -> event.getAttachedTo().equals(activity))
                .toList();
    }

    private static boolean isInside(FlowNode node, String subProcess) {
        return node.getParentElement() instanceof SubProcess parent
                && parent.getId().equals(subProcess);
    }

    private static boolean isStraight(Waypoint from, Waypoint to) {
        return from.getX().equals(to.getX()) || from.getY().equals(to.getY());
    }
}
