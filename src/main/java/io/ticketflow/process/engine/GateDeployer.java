package io.ticketflow.process.engine;

import io.ticketflow.platform.CurrentActor;
import io.ticketflow.process.gate.BundledModels;
import io.ticketflow.process.gate.DeployGate;
import io.ticketflow.process.gate.Objection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.Problem;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.ResourceReport;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.springframework.beans.factory.ObjectProvider;

/** Calls the deploy gate before the engine's own deployers, whatever door a deployment comes through. */
class GateDeployer implements Deployer {

    private final ObjectProvider<DeployGate> gate;

    GateDeployer(ObjectProvider<DeployGate> gate) {
        this.gate = gate;
    }

    /** The engine also calls this method when it reads an old version again, which must work whatever the present rules are. */
    @Override
    public void deploy(DeploymentEntity deployment) {
        if (!deployment.isNew()) {
            return;
        }
        var contents = new LinkedHashMap<String, byte[]>();
        deployment.getResources().forEach((name, resource) -> contents.put(name, resource.getBytes()));
        var isOurs = BundledModels.SOURCE.equals(deployment.getSource())
                && !CurrentActor.get().isAtTheEnginesDoors();
        var objections = gate.getObject().examine(contents, isOurs);
        if (!objections.isEmpty()) {
            throw refusal(objections);
        }
    }

    /**
     * A deployer of the engine whose refusals name the file. The gate has checked all that stands in the files; what contradicts the database, such as a message
     * that already starts another process, only the engine knows.
     */
    record Naming(Deployer engine) implements Deployer {

        @Override
        public void deploy(DeploymentEntity deployment) {
            try {
                engine.deploy(deployment);
            } catch (ProcessEngineException failed) {
                var reason = RefusalInterceptor.refusalIn(failed);
                if (!deployment.isNew() || failed instanceof ParseException || reason.isEmpty()) {
                    throw failed;
                }
                var files = String.join(", ", deployment.getResources().keySet());
                throw refusal(List.of(Objection.ofTheEngine(files, reason.get().detail())));
            }
        }
    }

    /** An exception of the engine: its REST API answers it with 400 and names each file, element and reason, which Modeler shows. */
    private static ParseException refusal(List<Objection> objections) {
        var reports = objections.stream()
                .collect(Collectors.groupingBy(Objection::resource, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(GateDeployer::report)
                .toList();
        var message =
                "Not deployed. " + objections.stream().map(Objection::toString).collect(Collectors.joining(" | "));
        var refusal = new ParseException(message, "", List.of(), List.of());
        refusal.getResorceReports().clear();
        refusal.getResorceReports().addAll(reports);
        return refusal;
    }

    private static Report report(Map.Entry<String, List<Objection>> file) {
        return new Report(
                file.getKey(), file.getValue().stream().<Problem>map(Named::new).toList());
    }

    private record Report(String resource, List<Problem> errors) implements ResourceReport {

        @Override
        public String getResourceName() {
            return resource;
        }

        @Override
        public List<Problem> getErrors() {
            return errors;
        }

        @Override
        public List<Problem> getWarnings() {
            return List.of();
        }
    }

    private record Named(Objection objection) implements Problem {

        @Override
        public String getMessage() {
            return objection.reason();
        }

        @Override
        public int getLine() {
            return objection.line();
        }

        @Override
        public int getColumn() {
            return objection.column();
        }

        @Override
        public String getMainElementId() {
            return objection.elementId();
        }

        @Override
        public List<String> getElementIds() {
            return List.of(objection.elementId());
        }
    }
}
