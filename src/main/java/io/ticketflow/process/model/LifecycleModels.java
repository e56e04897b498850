package io.ticketflow.process.model;

import io.ticketflow.platform.ReadOnce;
import io.ticketflow.process.sandbox.Conditions;
import io.ticketflow.ticket.Transition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The deployed lifecycles of tickets. Each version is read once, because it never changes. */
@Component
public class LifecycleModels {

    private final ReadOnce<String, LifecycleModel> models = new ReadOnce<>(this::read);
    private final ObjectProvider<RepositoryService> repository;
    private final Conditions conditions;

    LifecycleModels(ObjectProvider<RepositoryService> repository, Conditions conditions) {
        this.repository = repository;
        this.conditions = conditions;
    }

    /** The version with this process definition id. */
    public LifecycleModel of(String definitionId) {
        return models.get(definitionId);
    }

    private LifecycleModel read(String definitionId) {
        try (var file = repository.getObject().getProcessModel(definitionId)) {
            return new LifecycleModel(file.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A name for people, such as {@code ticket-lifecycle 3}. */
    public String versionOf(String definitionId) {
        var definition = repository.getObject().getProcessDefinition(definitionId);
        return definition.getKey() + " " + definition.getVersion();
    }

    /**
     * The steps that a version offers at a state.
     *
     * @param variables reads the ticket's variables; called only if a condition on the way needs more than the key
     */
    public List<Transition> transitions(String definitionId, String stageId, Supplier<Map<String, Object>> variables) {
        return of(definitionId)
                .transitions(
                        stageId,
                        (condition, key) ->
                                conditions.holds(condition, Map.of(TicketLifecycle.TRANSITION, key), variables));
    }
}
