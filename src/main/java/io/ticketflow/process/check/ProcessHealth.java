package io.ticketflow.process.check;

import io.ticketflow.platform.database.DatabaseHealth;
import io.ticketflow.process.gate.BundledModels;
import io.ticketflow.process.model.TicketLifecycle;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports what a person should look at although the application runs: tables that failed, jobs that failed for good, and bundled models that a process owner
 * has overridden.
 */
@Component("process")
class ProcessHealth implements HealthIndicator {

    private final RuntimeService runtime;
    private final ObjectProvider<BundledModels> models;
    private final DatabaseHealth database;

    ProcessHealth(RuntimeService runtime, ObjectProvider<BundledModels> models, DatabaseHealth database) {
        this.runtime = runtime;
        this.models = models;
        this.database = database;
    }

    @Override
    public Health health() {
        if (!database.answers()) {
            return Health.unknown().build();
        }
        var health = Health.up()
                .withDetail(
                        "routingFailed",
                        runtime.createIncidentQuery()
                                .incidentType(TicketLifecycle.ROUTING_FAILED)
                                .count())
                .withDetail(
                        "failedJobs",
                        runtime.createIncidentQuery().incidentType("failedJob").count());
        models.ifAvailable(bundled ->
                bundled.overridden().forEach(name -> health.withDetail(name, "model overridden by its owner")));
        return health.build();
    }
}
