package io.ticketflow.process.timers;

import io.ticketflow.platform.ReadOnce;
import io.ticketflow.process.model.LifecycleModels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Finds and changes the timers whose dates follow from a ticket's clocks. Timers with durations in the model do not belong to them. */
@Component
public class ClockTimers {

    /** The question of the timer that fires when the called level has not acknowledged in time. */
    public static final String ACKNOWLEDGE_BY = "acknowledgeBy";

    /** The question of the timer that fires when a late solution has to cause a call. */
    public static final String RESOLUTION_RUNGS = "resolutionRungs";

    private final ObjectProvider<ManagementService> jobs;
    private final LifecycleModels models;
    /** The question of each job definition, by process definition. Neither ever changes. */
    private final ReadOnce<String, Map<String, String>> questions = new ReadOnce<>(this::questionsOf);

    ClockTimers(ObjectProvider<ManagementService> jobs, LifecycleModels models) {
        this.jobs = jobs;
        this.models = models;
    }

    /** The waiting clock timers of an instance. */
    public List<Job> of(String instanceId) {
        return jobs.getObject().createJobQuery().processInstanceId(instanceId).timers().list().stream()
                .filter(job -> questionOf(job) != null)
                .toList();
    }

    /** The clock timer with this job id, unless it has failed for good; empty for any other job. */
    public Optional<Job> working(String jobId) {
        return Optional.ofNullable(
                        jobs.getObject().createJobQuery().jobId(jobId).singleResult())
                .filter(job -> job.getRetries() > 0 && questionOf(job) != null);
    }

    /** Computes the dates of all clock timers of an instance again, because a clock's answers have changed. */
    public void rearm(String instanceId) {
        of(instanceId).forEach(this::rearm);
    }

    /** Like {@link #rearm(String)}, for the timers with this question only. */
    public void rearm(String instanceId, String question) {
        asking(instanceId, question).forEach(this::rearm);
    }

    private void rearm(Job timer) {
        jobs.getObject().recalculateJobDuedate(timer.getId(), false);
    }

    /** Lets the timer with this question fire now. Answers false when there is none. */
    public boolean ring(String instanceId, String question) {
        var timer = asking(instanceId, question).findFirst();
        timer.ifPresent(job -> jobs.getObject().executeJob(job.getId()));
        return timer.isPresent();
    }

    private Stream<Job> asking(String instanceId, String question) {
        return of(instanceId).stream().filter(job -> question.equals(questionOf(job)));
    }

    /** The method of the bean {@code sla} that computes a job's date; null when the job is no clock timer. */
    @Nullable
    public String questionOf(Job job) {
        var definition = job.getProcessDefinitionId();
        return definition == null ? null : questions.get(definition).get(job.getJobDefinitionId());
    }

    private Map<String, String> questionsOf(String definitionId) {
        var byEvent = models.of(definitionId).clockTimers();
        var byJobDefinition = new HashMap<String, String>();
        jobs.getObject()
                .createJobDefinitionQuery()
                .processDefinitionId(definitionId)
                .list()
                .forEach(definition -> {
                    var question = byEvent.get(definition.getActivityId());
                    if (question != null) {
                        byJobDefinition.put(definition.getId(), question);
                    }
                });
        return byJobDefinition;
    }
}
