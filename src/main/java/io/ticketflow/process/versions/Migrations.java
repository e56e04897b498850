package io.ticketflow.process.versions;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.Cursor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Ids;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.Slice;
import io.ticketflow.process.versions.Migration.Instance;
import io.ticketflow.process.versions.Migration.State;
import io.ticketflow.process.versions.MigrationRunner.Begun;
import io.ticketflow.process.versions.MigrationTrial.Report;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Migrates the instances of one version of a process to another: as a trial, then a few, then all. Instances stand at the same activities in the new version,
 * and their timers keep their times.
 */
@Component
@Transactional
public class Migrations {

    /**
     * A wish for a migration.
     *
     * @param to null for the newest version
     * @param mapping the targets of activities that are not mapped to the activity with the same id; null drops one
     */
    public record Wish(String process, int from, @Nullable Integer to, Map<String, @Nullable String> mapping) {}

    private record Route(ProcessDefinition from, ProcessDefinition to, MigrationPlan plan) {}

    private static final String NEWEST_FIRST = "-startedAt";
    private static final String IN_TURN = "position";

    private final Processes processes;
    private final MigrationPlans plans;
    private final MigrationTrial trial;
    private final MigrationLedger ledger;
    private final RuntimeService runtime;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Migrations(
            Processes processes,
            MigrationPlans plans,
            MigrationTrial trial,
            MigrationLedger ledger,
            RuntimeService runtime,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.processes = processes;
        this.plans = plans;
        this.trial = trial;
        this.ledger = ledger;
        this.runtime = runtime;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** Predicts the result of a migration. Each trial has a transaction of its own, so the caller must have none. */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public Report tryOut(Wish wish, Actor by) {
        processes.checkMayChange(by);
        var route = route(wish);
        return new Report(
                wish.process(),
                route.from().getVersion(),
                route.to().getVersion(),
                runtime.createProcessInstanceQuery()
                        .processDefinitionId(route.from().getId())
                        .count(),
                trial.activities(route.plan()));
    }

    /**
     * Begins to migrate instances; {@link #read} shows the progress.
     *
     * @param canary the number of instances to migrate, by the lowest ticket numbers; null for all
     * @throws ConflictException MIGRATION_RUNNING while another migration of this process has not finished, NOTHING_TO_MIGRATE when the version has no
     * instances
     */
    public Migration start(Wish wish, @Nullable Integer canary, Actor by) {
        processes.checkMayChange(by);
        var route = route(wish);
        var instances = running(route.from(), canary);
        if (instances.isEmpty()) {
            throw new ConflictException(
                    "NOTHING_TO_MIGRATE",
                    "Nothing runs on version %d of %s.".formatted(route.from().getVersion(), wish.process()));
        }
        var migration = new Migration(
                Ids.next(),
                wish.process(),
                route.from().getVersion(),
                route.to().getVersion(),
                route.from().getId(),
                route.to().getId(),
                wish.mapping(),
                by,
                clock.instant(),
                null,
                instances.size(),
                0,
                0);
        if (!ledger.begin(migration)) {
            throw new ConflictException(
                    "MIGRATION_RUNNING", "Another migration of %s has not finished yet.".formatted(wish.process()));
        }
        ledger.add(migration.id(), instances);
        audit.record(
                AuditType.MIGRATION_STARTED,
                by,
                null,
                Map.<String, Object>of(
                        "migration",
                        migration.id(),
                        "process",
                        migration.process(),
                        "from",
                        migration.from(),
                        "to",
                        migration.to(),
                        "instances",
                        migration.instances()));
        events.publishEvent(new Begun(migration.id()));
        return migration;
    }

    private Route route(Wish wish) {
        var from = processes.version(wish.process(), wish.from());
        var to = wish.to() == null ? processes.latest(wish.process()) : processes.version(wish.process(), wish.to());
        if (from.getId().equals(to.getId())) {
            throw new ConflictException("SAME_VERSION", "That is the version they run on.");
        }
        return new Route(from, to, plans.plan(from, to, wish.mapping()));
    }

    private List<ProcessInstance> running(ProcessDefinition definition, @Nullable Integer most) {
        var query = runtime.createProcessInstanceQuery()
                .processDefinitionId(definition.getId())
                .orderByBusinessKey()
                .asc();
        return most == null ? query.list() : query.listPage(0, most);
    }

    public Migration read(String process, UUID id, Actor by) {
        processes.checkMayRead(by);
        return ledger.find(id)
                .filter(migration -> migration.process().equals(process))
                .orElseThrow(() -> new NotFoundException("MIGRATION_NOT_FOUND", "There is no such migration."));
    }

    /** Newest first. */
    public CursorList<Migration> list(String process, Slice slice, Actor by) {
        processes.checkMayRead(by);
        processes.latest(process);
        var before = slice.cursor() == null
                ? null
                : Cursor.decode(slice.cursor(), NEWEST_FIRST, 1).id(0);
        return CursorList.of(
                ledger.of(process, before, slice.limit() + 1),
                slice.limit(),
                last -> new Cursor(NEWEST_FIRST, List.of(last.id().toString())),
                slice.count() ? ledger.count(process) : null);
    }

    /** The results for the instances, in the order of their positions. */
    public CursorList<Instance> instances(String process, UUID id, List<State> states, Slice slice, Actor by) {
        var migration = read(process, id, by);
        var wanted = states.isEmpty() ? Arrays.asList(State.values()) : states;
        var after = slice.cursor() == null
                ? -1
                : Cursor.decode(slice.cursor(), IN_TURN, 1).<Integer>read(0, Integer::valueOf);
        return CursorList.of(
                ledger.instances(migration.id(), wanted, after, slice.limit() + 1),
                slice.limit(),
                last -> new Cursor(IN_TURN, List.of(Integer.toString(last.position()))),
                slice.count() ? ledger.count(migration.id(), wanted) : null);
    }
}
