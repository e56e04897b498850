package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ticketflow.TestRun;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many flows of the lifecycle the whole suite has taken. It looks back, so it runs last; after a run of single classes it expects nothing. */
@Tag("last")
@Order(Integer.MAX_VALUE)
class PathCoverageTests {

    private static final double ENOUGH = 0.95;

    @Test
    void nearly_every_path_of_the_shipped_lifecycle_has_been_walked() {
        assumeThat(TestRun.isAtItsEnd()).as("the whole suite has run").isTrue();
        var taken = TakenPaths.ofTheRun();
        var model = Bpmn.readModelFromFile(
                Path.of("processes/ticket-lifecycle.bpmn").toFile());
        var flows = model.getModelElementsByType(SequenceFlow.class);
        var nodes = model.getModelElementsByType(FlowNode.class);

        var missed = new TreeSet<String>();
        flows.stream()
                .map(SequenceFlow::getId)
                .filter(id -> !taken.contains(id))
                .forEach(missed::add);
        nodes.stream()
                .filter(node -> !(node instanceof SubProcess) && !isWalked(node, flows, taken))
                .map(FlowNode::getId)
                .forEach(missed::add);

        var all = flows.size() + nodes.size();
        var coverage = 1.0 - (double) missed.size() / all;
        System.out.printf(
                "paths: %.1f %% of %d flows and %d nodes of ticket-lifecycle walked%s%n",
                100 * coverage, flows.size(), nodes.size(), missed.isEmpty() ? "" : ", not " + missed);
        assertThat(coverage).isGreaterThanOrEqualTo(ENOUGH);
    }

    private static boolean isWalked(FlowNode node, Collection<SequenceFlow> flows, Set<String> taken) {
        return flows.stream()
                .filter(flow -> Stream.of(flow.getSource(), flow.getTarget()).anyMatch(node::equals))
                .anyMatch(flow -> taken.contains(flow.getId()));
    }
}
