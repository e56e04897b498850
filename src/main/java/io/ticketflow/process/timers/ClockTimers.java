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

/** The armed timers that ring when a clock of their ticket says so; those with durations drawn in a model are none of them. */
@Component
public class ClockTimers {

    /** Until when the level that was called has time. */
    public static final String ACKNOWLEDGE_BY = "acknowledgeBy";

    /** When a late solution calls somebody. */
    public static final String RESOLUTION_RUNGS = "resolutionRungs";

    private final ObjectProvider<ManagementService> jobs;
    private final LifecycleModels models;
    /** By definition: what each of its job definitions asks of the clocks. Neither ever changes. */
    private final ReadOnce<String, Map<String, String>> questions = new ReadOnce<>(this::questionsOf);

    ClockTimers(ObjectProvider<ManagementService> jobs, LifecycleModels models) {
        this.jobs = jobs;
        this.models = models;
    }

    /** The armed clock timers of an instance. */
    public List<Job> of(String instanceId) {
        return jobs.getObject().createJobQuery().processInstanceId(instanceId).timers().list().stream()
                .filter(job -> questionOf(job) != null)
                .toList();
    }

    /** Whether this job is a clock timer that still works; empty for any other job. */
    public Optional<Job> working(String jobId) {
        return Optional.ofNullable(
                        jobs.getObject().createJobQuery().jobId(jobId).singleResult())
                .filter(job -> job.getRetries() > 0 && questionOf(job) != null);
    }

    /** Lets every clock timer of an instance ask its clock again, because the answer is another one now. */
    public void rearm(String instanceId) {
        of(instanceId).forEach(this::rearm);
    }

    /** As {@link #rearm(String)}, only those that ask this. */
    public void rearm(String instanceId, String question) {
        asking(instanceId, question).forEach(this::rearm);
    }

    private void rearm(Job timer) {
        jobs.getObject().recalculateJobDuedate(timer.getId(), false);
    }

    /** Lets the timer that asks this ring now; answers false when there is none. */
    public boolean ring(String instanceId, String question) {
        var timer = asking(instanceId, question).findFirst();
        timer.ifPresent(job -> jobs.getObject().executeJob(job.getId()));
        return timer.isPresent();
    }

    private Stream<Job> asking(String instanceId, String question) {
        return of(instanceId).stream().filter(job -> question.equals(questionOf(job)));
    }

    /** What a job asks of the bean {@code sla}; null when it is no clock timer. */
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
