package io.ticketflow.process.timers;

import io.ticketflow.platform.ReadOnce;
import io.ticketflow.process.model.LifecycleModels;
import io.ticketflow.process.model.TimerMeaning;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.Patience;
import io.ticketflow.ticket.Ticket;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The timers that remind a requester and that end the wait at a ticket's state. Their durations are drawn in the model. */
@Component
public class WaitTimers {

    private final ObjectProvider<ManagementService> jobs;
    private final ObjectProvider<IdentityService> identity;
    private final LifecycleModels models;

    /** The meaning of each job definition, by process definition. Neither ever changes. */
    private final ReadOnce<String, Map<String, TimerMeaning>> meanings = new ReadOnce<>(this::meaningsOf);

    WaitTimers(
            ObjectProvider<ManagementService> jobs, ObjectProvider<IdentityService> identity, LifecycleModels models) {
        this.jobs = jobs;
        this.identity = identity;
        this.models = models;
    }

    /** When the model reminds the requester, and when it stops waiting. */
    public Patience of(String instanceId) {
        var working = timersOf(instanceId).stream()
                .filter(timer -> timer.getRetries() > 0 && !timer.isSuspended())
                .filter(timer -> instant(timer).isBefore(ServiceLevels.NEVER))
                .toList();
        var end = working.stream().filter(this::endsTheWait).min(Comparator.comparing(Job::getDuedate));
        return new Patience(
                instants(working, timer -> meaningOf(timer) == TimerMeaning.REMINDS),
                end.map(WaitTimers::instant).orElse(null),
                end.filter(timer -> meaningOf(timer) == TimerMeaning.CLOSES).isPresent());
    }

    /** For a model without a state in which staff have to answer: the timers do not fire while it is the turn of staff, and begin anew at the end of that turn. */
    public void passTurn(Ticket ticket, boolean toStaff) {
        var service = jobs.getObject();
        timersOf(Objects.requireNonNull(ticket.processInstanceId())).stream()
                .filter(this::endsTheWait)
                .forEach(job -> {
                    if (toStaff) {
                        service.setJobDuedate(job.getId(), Date.from(ServiceLevels.NEVER));
                    } else {
                        service.recalculateJobDuedate(job.getId(), false);
                    }
                });
    }

    /** Asks for the application: the person at the engine's door may not be allowed to see jobs. */
    private List<Job> timersOf(String instanceId) {
        var service = identity.getObject();
        var caller = service.getCurrentAuthentication();
        service.clearAuthentication();
        try {
            return jobs.getObject()
                    .createJobQuery()
                    .processInstanceId(instanceId)
                    .timers()
                    .list();
        } finally {
            if (caller != null) {
                service.setAuthentication(caller);
            }
        }
    }

    private static List<Instant> instants(List<Job> timers, Predicate<Job> which) {
        return timers.stream().filter(which).map(WaitTimers::instant).sorted().toList();
    }

    private static Instant instant(Job timer) {
        return timer.getDuedate().toInstant();
    }

    private boolean endsTheWait(Job timer) {
        var meaning = meaningOf(timer);
        return meaning == TimerMeaning.ENDS_THE_WAIT || meaning == TimerMeaning.CLOSES;
    }

    private @Nullable TimerMeaning meaningOf(Job timer) {
        var definition = timer.getProcessDefinitionId();
        return definition == null ? null : meanings.get(definition).get(timer.getJobDefinitionId());
    }

    private Map<String, TimerMeaning> meaningsOf(String definitionId) {
        var byEvent = models.of(definitionId).timers();
        var byJobDefinition = new HashMap<String, TimerMeaning>();
        jobs.getObject()
                .createJobDefinitionQuery()
                .processDefinitionId(definitionId)
                .list()
                .forEach(definition -> {
                    var meaning = byEvent.get(definition.getActivityId());
                    if (meaning != null) {
                        byJobDefinition.put(definition.getId(), meaning);
                    }
                });
        return byJobDefinition;
    }
}
