package io.ticketflow.process.lifecycle;

import io.ticketflow.ticket.Ticket;
import org.camunda.bpm.engine.ManagementService;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Component;

/** Routes a ticket in the running transaction, where the job executor cannot see it yet. So the demonstration is created completely or not at all. */
@NamedInterface("routing")
@Component
public class RoutingInPlace {

    private final ManagementService jobs;

    RoutingInPlace(ManagementService jobs) {
        this.jobs = jobs;
    }

    /** Runs the due jobs of a ticket; for a ticket that was just submitted this is its routing. */
    public void route(Ticket ticket) {
        jobs.createJobQuery()
                .processInstanceId(ticket.processInstanceId())
                .executable()
                .list()
                .forEach(job -> jobs.executeJob(job.getId()));
    }
}
