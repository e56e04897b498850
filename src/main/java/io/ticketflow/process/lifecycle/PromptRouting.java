package io.ticketflow.process.lifecycle;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketEvent;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Routes a ticket right after it was submitted, in threads of its own, instead of when the job executor comes to look. While many tickets wait for these
 * threads, the next submission waits for them, too, so that no queue of tickets grows that an engineer cannot see. The job executor routes what a killed
 * node left behind and what failed here.
 */
@Component
public class PromptRouting implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PromptRouting.class);
    /** As many as there are processors, but they leave most of the connections to requests. */
    private static final int THREADS =
            Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

    /** So many tickets are routed or wait for it before the next submission waits. */
    static final int MOST_WAITING = 3 * THREADS;

    /** Longer than that no submission waits: routing is stuck then, and the ticket matters more than the order. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** After that a waiting submission looks again: one that went on before it may have been refused. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final ObjectProvider<ServiceDesk> desk;
    private final ObjectProvider<ManagementService> jobs;
    private final ObjectProvider<JobExecutor> executor;
    /** SQL: the row is the engine's. */
    private final JdbcClient jdbc;

    private final boolean enabled;
    private final ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();
    private final Lock lock = new ReentrantLock();
    private final Condition routed = lock.newCondition();
    private int waiting;

    PromptRouting(
            ObjectProvider<ServiceDesk> desk,
            ObjectProvider<ManagementService> jobs,
            ObjectProvider<JobExecutor> executor,
            JdbcClient jdbc,
            @Value("${camunda.bpm.job-execution.enabled}") boolean enabled) {
        this.desk = desk;
        this.jobs = jobs;
        this.executor = executor;
        this.jdbc = jdbc;
        this.enabled = enabled;
        threads.setThreadNamePrefix("routing-");
        threads.setCorePoolSize(THREADS);
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

    /** Hands a submitted ticket to the threads. The submission still has its connection at this moment, so this waits for nothing. */
    @TransactionalEventListener
    void on(TicketEvent.Opened opened) {
        if (enabled) {
            count(1);
            threads.execute(() -> route(opened.ticketId()));
        }
    }

    /** Waits while too many tickets wait for their routing. Callers have no transaction and no connection, which routing may need. */
    public void awaitRoom() {
        var end = System.nanoTime() + PATIENCE.toNanos();
        lock.lock();
        try {
            while (waiting >= MOST_WAITING && System.nanoTime() < end) {
                routed.awaitNanos(LOOK_AGAIN.toNanos());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void route(UUID ticketId) {
        try {
            CurrentActor.as(Actor.SYSTEM, () -> {
                desk.getObject().find(ticketId).map(Ticket::processInstanceId).ifPresent(this::runJobsOf);
                return ticketId;
            });
        } catch (RuntimeException failed) {
            // The engine counts it as any failure of a job, and the job executor tries again.
            LOG.debug("Routing is left to the job executor", failed);
        } finally {
            count(-1);
        }
    }

    private void runJobsOf(String instanceId) {
        var service = jobs.getObject();
        service.createJobQuery()
                .processInstanceId(instanceId)
                .messages()
                .list()
                .forEach(job -> service.executeJob(job.getId()));
    }

    private void count(int more) {
        lock.lock();
        try {
            waiting += more;
            if (more < 0) {
                // One of those that wait goes on.
                routed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void destroy() {
        threads.shutdown();
    }
}
