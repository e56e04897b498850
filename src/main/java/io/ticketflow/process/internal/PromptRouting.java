package io.ticketflow.process.internal;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CurrentActor;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Runs the routing of a ticket right after it was submitted, instead of when the job executor comes to look. Whoever submits faster than routing can follow
 * does the routing, too: so no queue grows in which tickets wait unseen. The job executor takes up what was left by a kill or a failure.
 */
@Component
public class PromptRouting implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PromptRouting.class);
    private static final int THREADS = 2;
    private static final int WAITING = 4;

    private final ObjectProvider<ManagementService> jobs;
    private final ObjectProvider<JobExecutor> executor;
    private final JdbcClient jdbc;
    private final boolean enabled;
    private final ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();

    PromptRouting(
            ObjectProvider<ManagementService> jobs,
            ObjectProvider<JobExecutor> executor,
            JdbcClient jdbc,
            @Value("${camunda.bpm.job-execution.enabled}") boolean enabled) {
        this.jobs = jobs;
        this.executor = executor;
        this.jdbc = jdbc;
        this.enabled = enabled;
        threads.setThreadNamePrefix("routing-");
        threads.setCorePoolSize(THREADS);
        threads.setMaxPoolSize(THREADS);
        threads.setQueueCapacity(WAITING);
        threads.setRejectedExecutionHandler(new CallerRunsPolicy());
        threads.setWaitForTasksToCompleteOnShutdown(true);
        threads.setAwaitTerminationSeconds(5);
        threads.initialize();
    }

    /**
     * In the transaction of the submission: the job counts as taken by this node's job executor, which would otherwise do the same work at the same time. A
     * node that dies loses it as it loses all its jobs, after the lock time.
     */
    public void reserve(String instanceId) {
        if (enabled) {
            var node = executor.getObject();
            var until = Instant.now().plusMillis(node.getLockTimeInMillis());
            jdbc.sql("update act_ru_job set lock_owner_ = ?, lock_exp_time_ = ? where process_instance_id_ = ?")
                    .params(node.getLockOwner(), Timestamp.from(until), instanceId)
                    .update();
        }
    }

    /** To be called when the submission is committed, without a transaction or a connection. */
    public void route(String instanceId) {
        if (enabled) {
            threads.execute(() -> CurrentActor.as(Actor.SYSTEM, () -> {
                runJobsOf(instanceId);
                return instanceId;
            }));
        }
    }

    private void runJobsOf(String instanceId) {
        var service = jobs.getObject();
        try {
            service.createJobQuery()
                    .processInstanceId(instanceId)
                    .messages()
                    .list()
                    .forEach(job -> service.executeJob(job.getId()));
        } catch (RuntimeException failed) {
            // Counted by the engine as any failure of a job, and tried again by the job executor.
            LOG.debug("Routing is left to the job executor", failed);
        }
    }

    @Override
    public void destroy() {
        threads.shutdown();
    }
}
