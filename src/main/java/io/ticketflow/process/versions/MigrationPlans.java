package io.ticketflow.process.versions;

import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.ProblemException.FieldError;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationInstructionValidationReport;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanValidationException;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Creates the engine's migration plan: each activity is mapped to the one with the same id, except those for which the process owner names another target. */
@Component
class MigrationPlans {

    private final RuntimeService runtime;

    MigrationPlans(RuntimeService runtime) {
        this.runtime = runtime;
    }

    /**
     *
     * @param mapping other targets of activities, by id; null drops an activity, such as a subprocess that does not contain the new state
     * @throws InvalidException naming each entry that the engine cannot follow
     */
    MigrationPlan plan(ProcessDefinition from, ProcessDefinition to, Map<String, @Nullable String> mapping) {
        var namesakes = runtime.createMigrationPlan(from.getId(), to.getId())
                .mapEqualActivities()
                .build();
        var plan = runtime.createMigrationPlan(from.getId(), to.getId());
        namesakes.getInstructions().stream()
                .filter(instruction -> !mapping.containsKey(instruction.getSourceActivityId()))
                .forEach(instruction ->
                        plan.mapActivities(instruction.getSourceActivityId(), instruction.getTargetActivityId()));
        mapping.forEach((source, target) -> {
            if (target != null) {
                plan.mapActivities(source, target);
            }
        });
        try {
            return plan.build();
        } catch (MigrationPlanValidationException impossible) {
            throw refusal(impossible.getValidationReport().getInstructionReports());
        } catch (BadUserRequestException impossible) {
            throw InvalidException.field("mapping", String.valueOf(impossible.getMessage()));
        }
    }

    private static InvalidException refusal(List<MigrationInstructionValidationReport> reports) {
        return new InvalidException(
                "IMPOSSIBLE_MIGRATION",
                "The activities cannot be mapped like this.",
                reports.stream()
                        .map(report -> new FieldError(
                                "mapping." + report.getMigrationInstruction().getSourceActivityId(),
                                report.getFailures().stream()
                                        .filter(Predicate.not(String::isBlank))
                                        .collect(Collectors.joining(" "))))
                        .toList());
    }
}
