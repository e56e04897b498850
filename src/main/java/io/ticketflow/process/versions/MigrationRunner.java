package io.ticketflow.process.versions;

import io.ticketflow.platform.CurrentActor;
import io.ticketflow.process.versions.Migration.Instance;
import io.ticketflow.process.versions.Migration.State;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries out migrations in the background, each instance in a transaction of its own, so that an instance that cannot be migrated does not stop the others.
 * The engine's own batches would run them as jobs, but they retry what can never succeed, compete with deadlines for the job executor's threads, and keep no
 * result for each ticket.
 */
@Component
public class MigrationRunner {

    /** Announces that a migration was begun. */
    record Begun(UUID migration) {}

    /** A migration with the engine's plan for it. */
    private record Planned(Migration migration, MigrationPlan plan) {}

    private final MigrationLedger ledger;
    private final MigrationPlans plans;
    private final InstanceMove move;
    private final RepositoryService repository;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final TaskExecutor background;

    MigrationRunner(
            MigrationLedger ledger,
            MigrationPlans plans,
            InstanceMove move,
            RepositoryService repository,
            Clock clock,
            TransactionTemplate transaction,
            TaskExecutor applicationTaskExecutor) {
        this.ledger = ledger;
        this.plans = plans;
        this.move = move;
        this.repository = repository;
        this.clock = clock;
        this.transaction = transaction;
        this.background = applicationTaskExecutor;
    }

    @TransactionalEventListener
    void on(Begun begun) {
        background.execute(this::run);
    }

    /** Migrates all waiting instances. It also runs at intervals, for instances that this node, or a dead one, has left behind. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    public void run() {
        var planned = new HashMap<UUID, Planned>();
        while (moveNext(planned)) {
            // goes on with the next instance
        }
        transaction.executeWithoutResult(status -> ledger.finish(clock.instant()));
    }

    /** Answers false when no instance is waiting. */
    private boolean moveNext(Map<UUID, Planned> planned) {
        var claimed = new AtomicReference<Instance>();
        try {
            transaction.executeWithoutResult(status -> ledger.claim().ifPresent(instance -> {
                claimed.set(instance);
                move(instance, planned.computeIfAbsent(instance.migrationId(), this::planned));
                ledger.settle(instance, State.MIGRATED, null, clock.instant());
            }));
        } catch (RuntimeException impossible) {
            var instance = claimed.get();
            if (instance == null) {
                throw impossible;
            }
            transaction.executeWithoutResult(
                    status -> ledger.settle(instance, State.FAILED, InstanceMove.problem(impossible), clock.instant()));
        }
        return claimed.get() != null;
    }

    private void move(Instance instance, Planned planned) {
        CurrentActor.as(planned.migration().by(), () -> {
            move.move(planned.plan(), instance.processInstanceId(), instance.businessKey());
            return null;
        });
    }

    private Planned planned(UUID id) {
        var migration = ledger.find(id).orElseThrow();
        var from = repository.getProcessDefinition(migration.fromDefinitionId());
        var to = repository.getProcessDefinition(migration.toDefinitionId());
        return new Planned(migration, plans.plan(from, to, migration.mapping()));
    }
}
