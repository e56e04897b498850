package io.ticketflow.process.versions;

import io.ticketflow.platform.ProblemException;
import io.ticketflow.process.engine.RefusalInterceptor;
import io.ticketflow.ticket.Projection;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationReport;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Migrates one instance to another version, and explains why it cannot be migrated. */
@Component
class InstanceMove {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceMove.class);

    private final RuntimeService runtime;
    private final Projection tickets;

    InstanceMove(RuntimeService runtime, Projection tickets) {
        this.runtime = runtime;
        this.tickets = tickets;
    }

    /** Runs in the caller's transaction. Locks the ticket first, like every other act on it, so that no one else moves the ticket meanwhile. */
    void move(MigrationPlan plan, String instanceId, @Nullable String businessKey) {
        ticketOf(businessKey).ifPresent(tickets::locked);
        runtime.newMigration(plan).processInstanceIds(instanceId).execute();
    }

    Optional<UUID> ticketOf(@Nullable String businessKey) {
        return businessKey == null ? Optional.empty() : tickets.idOf(businessKey);
    }

    /** For process owners: which activity has no target, or which rule of the ticket forbids the migration. */
    static String problem(RuntimeException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MigratingProcessInstanceValidationException impossible) {
                return problem(impossible.getValidationReport());
            }
        }
        return RefusalInterceptor.refusalIn(failure)
                .map(ProblemException::detail)
                .orElseGet(() -> {
                    LOG.warn("An instance could not be migrated", failure);
                    return "Something is broken; the log says what.";
                });
    }

    private static String problem(MigratingProcessInstanceValidationReport report) {
        return Stream.of(
                        report.getFailures().stream(),
                        report.getActivityInstanceReports().stream().flatMap(activity -> activity.getFailures().stream()
                                .map(failure -> activity.getSourceScopeId() + ": " + failure)),
                        report.getTransitionInstanceReports().stream()
                                .flatMap(transition -> transition.getFailures().stream()
                                        .map(failure -> transition.getSourceScopeId() + ": " + failure)))
                .flatMap(failures -> failures)
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
