package io.ticketflow.process.versions;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.process.gate.DeploymentAudit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.management.ProcessDefinitionStatistics;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The deployed processes with all their versions. Staff may read them, process owners may change them. */
@Component
@Transactional(readOnly = true)
public class Processes {

    /**
     * A process; its newest version comes first.
     *
     * @param name the name in the newest version
     */
    public record DeployedProcess(String key, @Nullable String name, List<Version> versions) {}

    /**
     * One version of a process.
     *
     * @param running the number of its instances; on the ticket lifecycle each is an open ticket
     * @param deployedBy null when Ticketflow itself deployed it, or the person is unknown
     * @param source the deployer's name: {@code ticketflow}, {@code Camunda Modeler}, or a name that a script sends
     * @param xml the address of its BPMN
     */
    public record Version(
            int version,
            @Nullable String versionTag,
            long running,
            Instant deployedAt,
            @Nullable PersonName deployedBy,
            @Nullable String source,
            @Nullable String deployment,
            String fileName,
            String xml) {}

    public record PersonName(UUID id, String fullName) {
        static PersonName of(Person person) {
            return new PersonName(person.id(), person.fullName());
        }
    }

    private final RepositoryService repository;
    private final ManagementService statistics;
    private final DeploymentAudit audit;
    private final Directory directory;

    Processes(RepositoryService repository, ManagementService statistics, DeploymentAudit audit, Directory directory) {
        this.repository = repository;
        this.statistics = statistics;
        this.audit = audit;
        this.directory = directory;
    }

    /** All processes, sorted by key. */
    public List<DeployedProcess> all(Actor by) {
        checkMayRead(by);
        var definitions = repository
                .createProcessDefinitionQuery()
                .orderByProcessDefinitionKey()
                .asc()
                .orderByProcessDefinitionVersion()
                .desc()
                .list();
        var running = statistics.createProcessDefinitionStatisticsQuery().list().stream()
                .collect(toMap(ProcessDefinitionStatistics::getId, ProcessDefinitionStatistics::getInstances));
        var deployments = repository.createDeploymentQuery().list().stream()
                .collect(toMap(Deployment::getId, deployment -> deployment));
        var deployers = deployersOf(
                definitions.stream().map(ProcessDefinition::getDeploymentId).collect(toSet()));
        return definitions.stream()
                .collect(groupingBy(ProcessDefinition::getKey, LinkedHashMap::new, toList()))
                .values()
                .stream()
                .map(versions -> new DeployedProcess(
                        versions.get(0).getKey(),
                        versions.get(0).getName(),
                        versions.stream()
                                .map(definition -> version(
                                        definition,
                                        running.getOrDefault(definition.getId(), 0),
                                        Objects.requireNonNull(deployments.get(definition.getDeploymentId())),
                                        deployers.get(definition.getDeploymentId())))
                                .toList()))
                .toList();
    }

    private Map<String, PersonName> deployersOf(Set<String> deployments) {
        var actors = audit.deployersOf(deployments);
        var people = directory.people(actors.values());
        var deployers = new LinkedHashMap<String, PersonName>();
        actors.forEach(
                (deployment, id) -> deployers.put(deployment, PersonName.of(Objects.requireNonNull(people.get(id)))));
        return deployers;
    }

    private static Version version(
            ProcessDefinition definition, long running, Deployment deployment, @Nullable PersonName deployer) {
        return new Version(
                definition.getVersion(),
                definition.getVersionTag(),
                running,
                deployment.getDeploymentTime().toInstant(),
                deployer,
                deployment.getSource(),
                deployment.getName(),
                definition.getResourceName(),
                "/api/v1/processes/%s/versions/%d/xml".formatted(definition.getKey(), definition.getVersion()));
    }

    /** The BPMN of a version as it was deployed. */
    public byte[] xml(String key, int version, Actor by) {
        checkMayRead(by);
        try (var model = repository.getProcessModel(version(key, version).getId())) {
            return model.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @throws NotFoundException PROCESS_NOT_FOUND when no process with this key is deployed */
    ProcessDefinition latest(String key) {
        return found(
                repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(key)
                        .latestVersion()
                        .singleResult(),
                "There is no process %s.".formatted(key));
    }

    /** @throws NotFoundException PROCESS_NOT_FOUND when there is no such version */
    ProcessDefinition version(String key, int version) {
        // The engine refuses to look for a version below 1.
        return found(
                version < 1
                        ? null
                        : repository
                                .createProcessDefinitionQuery()
                                .processDefinitionKey(key)
                                .processDefinitionVersion(version)
                                .singleResult(),
                "There is no version %d of %s.".formatted(version, key));
    }

    private static ProcessDefinition found(@Nullable ProcessDefinition definition, String otherwise) {
        if (definition == null) {
            throw new NotFoundException("PROCESS_NOT_FOUND", otherwise);
        }
        return definition;
    }

    void checkMayRead(Actor by) {
        if (!caller(by).isStaff()) {
            throw new ForbiddenException("STAFF_ONLY", "Only staff may see processes.");
        }
    }

    void checkMayChange(Actor by) {
        var caller = caller(by);
        if (!caller.processOwner() && caller.role() != Role.ADMIN) {
            throw new ForbiddenException("PROCESS_OWNERS_ONLY", "Only process owners may change processes.");
        }
    }

    private Person caller(Actor by) {
        return directory.person(Objects.requireNonNull(by.userId()));
    }
}
