package io.ticketflow.process.timers;

import io.ticketflow.process.model.LifecycleModels;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.Ticket;
import java.util.Date;
import java.util.Objects;
import org.camunda.bpm.engine.ManagementService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Stops and restarts the timers that end the wait at a ticket's state, such as the one that closes a solved ticket. Their durations are drawn in the model. */
@Component
public class WaitTimers {

    private final ObjectProvider<ManagementService> jobs;
    private final LifecycleModels models;

    WaitTimers(ObjectProvider<ManagementService> jobs, LifecycleModels models) {
        this.jobs = jobs;
        this.models = models;
    }

    /** For a model without a state in which staff have to answer: the timers do not fire while it is the turn of staff, and begin anew at the end of that turn. */
    public void passTurn(Ticket ticket, boolean toStaff) {
        var stage = Objects.requireNonNull(ticket.stage());
        var service = jobs.getObject();
        models.of(Objects.requireNonNull(ticket.processDefinitionId()))
                .waitTimersAt(stage.id())
                .flatMap(
                        timer -> service
                                .createJobQuery()
                                .processInstanceId(ticket.processInstanceId())
                                .activityId(timer)
                                .list()
                                .stream())
                .forEach(job -> {
                    if (toStaff) {
                        service.setJobDuedate(job.getId(), Date.from(ServiceLevels.NEVER));
                    } else {
                        service.recalculateJobDuedate(job.getId(), false);
                    }
                });
    }
}
