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
import java.util.concurrent.TimeUnit;
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
 * Routes a ticket right after it was submitted, in threads of its own, before the job executor looks for the job. While many tickets wait for these threads,
 * the next submission waits, too, so that no queue of tickets grows that engineers cannot see. The job executor routes the tickets that a killed node left
 * behind and those that failed here.
 */
@Component
public class PromptRouting implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PromptRouting.class);
    /** Twice as many as processors, because routings of one team wait for each other, but at most eight, so that most of the connections are left to requests. */
    private static final int THREADS =
            Math.max(4, Math.min(8, 2 * Runtime.getRuntime().availableProcessors()));

    /** If so many tickets are being routed or wait for it, the next submission waits. */
    static final int MOST_WAITING = 4 * THREADS;

    /** No submission waits longer than this: routing is then stuck, and accepting the ticket is more important than the order. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ObjectProvider<ServiceDesk> desk;
    private final ObjectProvider<ManagementService> jobs;
    private final ObjectProvider<JobExecutor> executor;
    /** SQL: the row belongs to the engine. */
    private final JdbcClient jdbc;

    private final boolean enabled;
    private final ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();
    /** Submissions wait in the order in which they came. */
    private final Lock turn = new ReentrantLock(true);

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
     * Runs in the transaction of the submission and locks the job for this node's job executor, which would otherwise do the same work at the same time. If the
     * node dies, the lock ends after the lock time, as for all its jobs.
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

    /** Hands a submitted ticket to the threads. The submission still holds its connection at this moment, so this method must not wait. */
    @TransactionalEventListener
    void on(TicketEvent.Opened opened) {
        if (enabled) {
            count(1);
            threads.execute(() -> route(opened.ticketId()));
        }
    }

    /** Waits while too many tickets wait for their routing. The caller must have no transaction and no connection, because routing may need one. */
    public void awaitRoom() {
        var end = System.nanoTime() + PATIENCE.toNanos();
        try {
            if (turn.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    awaitRouted(end - System.nanoTime());
                } finally {
                    turn.unlock();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRouted(long patienceNanos) throws InterruptedException {
        var left = patienceNanos;
        lock.lock();
        try {
            while (waiting >= MOST_WAITING && left > 0) {
                left = routed.awaitNanos(left);
            }
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
            // For the engine this is a failed job like any other, and the job executor tries it again.
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
                // Lets one waiting submission go on.
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
