package io.ticketflow;

import io.ticketflow.identity.Person;
import io.ticketflow.identity.TestPeople;
import io.ticketflow.platform.Actor;
import io.ticketflow.process.gate.BundledModels;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Comment;
import io.ticketflow.ticket.Conversation;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.ServiceDesk.Wish;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Acts on the running application for a test: people act, time passes, due jobs run. Each test begins with {@link #beginAnew()}. */
@Component
public class World {

    private static final int TOO_MANY_JOBS = 1_000;

    private final TestPeople people;
    private final TestClock clock;
    private final ServiceDesk desk;
    private final Conversation conversation;
    private final ProcessEngine engine;
    private final BundledModels models;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    /** The SQL that restores the database. */
    private @Nullable String beginning;

    World(
            TestPeople people,
            TestClock clock,
            ServiceDesk desk,
            Conversation conversation,
            ProcessEngine engine,
            BundledModels models,
            JdbcTemplate jdbc,
            TransactionTemplate transaction) {
        this.people = people;
        this.clock = clock;
        this.desk = desk;
        this.conversation = conversation;
        this.engine = engine;
        this.models = models;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * Restores the beginning: no tickets, no instances, only the bundled models, the present time, all people available, and only the demonstration's people in
     * its teams.
     */
    public void beginAnew() {
        clock.reset();
        ClockUtil.reset();
        people.arrive();
        if (beginning == null) {
            beginning = beginning();
        }
        sql(beginning);
        engine.getRepositoryService().createDeploymentQuery().list().stream()
                .filter(deployment -> !"ticketflow".equals(deployment.getSource()))
                .map(Deployment::getId)
                .forEach(id -> engine.getRepositoryService().deleteDeployment(id, true));
    }

    /** Sends all statements at once. A test leaves few rows, so deleting them is quicker than truncating, which creates new files for each table. */
    private String beginning() {
        var emptied = jdbc.queryForList("""
                with recursive emptied as (
                    select oid from pg_class
                    where oid in ('tickets'::regclass, 'open_work'::regclass, 'attachment_files'::regclass, 'process_migrations'::regclass)
                    or relnamespace = current_schema()::regnamespace and relkind = 'r' and relname like 'act!_hi!_%' escape '!'
                    union
                    select conrelid from pg_constraint join emptied on confrelid = emptied.oid where contype = 'f')
                select 'delete from ' || oid::regclass from emptied""", String.class);
        return """
                set local session_replication_role = replica;
                delete from act_ru_identitylink where task_id_ in (select id_ from act_ru_task where proc_inst_id_ is not null);
                delete from act_ru_task where proc_inst_id_ is not null;
                delete from act_ru_variable where proc_inst_id_ is not null;
                delete from act_ru_event_subscr where proc_inst_id_ is not null;
                delete from act_ru_ext_task where proc_inst_id_ is not null;
                delete from act_ru_incident where proc_inst_id_ is not null;
                delete from act_ru_job where process_instance_id_ is not null;
                delete from act_ru_execution;
                delete from act_ru_authorization where resource_type_ in (7, 8) and resource_id_ <> '*';
                %s;
                set local session_replication_role = origin;
                delete from team_members where user_id in (select id from users where email not like '%%@ticketflow.local')
                and team_id in (select id from teams where name in ('Platform', 'Network'));
                update sla_policies set active = false where active and (version > 1 or category is not null);
                update sla_policies set active = true where not active and version = 1 and category is null;
                update business_calendars set active = false where active;
                update users set availability = 'AVAILABLE', away_until_at = null, max_open_tickets = 10
                where availability <> 'AVAILABLE' or away_until_at is not null or max_open_tickets <> 10""".formatted(String.join(";\n", emptied));
    }

    /** Deploys a table without the deploy gate: one that was deployed before the gate existed, or that names a thing that was deleted later. */
    public void tableBecomes(String file, String content) {
        var shipped = Path.of("dmn", file);
        var deployment = engine.getRepositoryService()
                .createDeployment()
                .name(shipped.toString())
                .addInputStream(file, stream(shipped))
                .deploy();
        transaction.executeWithoutResult(status -> jdbc.update(
                "update act_ge_bytearray set bytes_ = ? where deployment_id_ = ? and name_ = ?",
                content.getBytes(StandardCharsets.UTF_8),
                deployment.getId(),
                file));
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                .getDeploymentCache()
                .discardDecisionDefinitionCache();
    }

    private static InputStream stream(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Deploys bundled models that are missing, as each start does. */
    public void bundledModelsAreDeployed() {
        models.afterSingletonsInstantiated();
    }

    /** Runs a statement in a transaction, because connections do not commit by themselves. Moves the clock beyond the second for which people are cached. */
    public void sql(String statement) {
        transaction.executeWithoutResult(status -> jdbc.execute(statement));
        ClockUtil.offset(clock.pass(Duration.ofSeconds(2)).toMillis());
    }

    public Person person(String handle) {
        return people.called(handle);
    }

    public Actor as(String handle) {
        return Actor.of(person(handle).id(), Actor.Source.API);
    }

    public Ticket open(Category category, Priority priority) {
        return desk.open(new NewTicket("Disk full on db3", "df -h says 100 %", category, priority), as("user"));
    }

    /** Submits a ticket and routes it, so that it has an assignee. */
    public Ticket openAndRouted(Category category, Priority priority) {
        var ticket = open(category, priority);
        runDueJobs();
        return now(ticket);
    }

    /** A ticket that its assignee works on. */
    public Ticket inWork() {
        var ticket = openAndRouted(Category.VM, Priority.P3);
        move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, assigneeOf(ticket));
        return now(ticket);
    }

    public Ticket resolved() {
        var ticket = inWork();
        resolve(ticket);
        return now(ticket);
    }

    public void resolve(Ticket ticket) {
        move(
                ticket,
                TicketStatus.RESOLVED,
                MoveDetails.resolution(ResolutionCode.FIXED, "Enlarged the volume"),
                assigneeOf(ticket));
    }

    public String assigneeOf(Ticket ticket) {
        var assignee = now(ticket).assigneeId();
        return Objects.requireNonNull(
                jdbc.queryForObject("select handle from users where id = ?", String.class, assignee));
    }

    public Ticket move(Ticket ticket, TicketStatus to, MoveDetails details, String who) {
        return desk.move(ticket.number(), Wish.status(to), details, null, as(who));
    }

    public Comment comment(String number, String body, Visibility visibility, Actor by) {
        return conversation.say(number, body, visibility, null, by);
    }

    public Ticket now(Ticket ticket) {
        return desk.find(ticket.id()).orElseThrow();
    }

    /** The only open state task of a ticket. */
    public Task taskOf(Ticket ticket) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(ticket.number())
                .singleResult();
    }

    public List<Job> timersOf(Ticket ticket) {
        return engine.getManagementService()
                .createJobQuery()
                .processInstanceId(ticket.processInstanceId())
                .timers()
                .list();
    }

    /** Moves the clocks of the application and the engine, and runs the jobs that are then due, oldest first. */
    public void timePasses(Duration duration) {
        pass(duration);
        runDueJobs();
    }

    /** Like {@link #timePasses}, without running the jobs. */
    public void pass(Duration duration) {
        ClockUtil.offset(clock.pass(duration).toMillis());
    }

    public Instant instant() {
        return clock.instant();
    }

    public void runDueJobs() {
        var jobs = engine.getManagementService();
        for (var run = 0; run < TOO_MANY_JOBS; run++) {
            var due = jobs.createJobQuery()
                    .executable()
                    .active()
                    .orderByJobDuedate()
                    .asc()
                    .orderByJobId()
                    .asc()
                    .listPage(0, 1);
            if (due.isEmpty()) {
                return;
            }
            jobs.executeJob(due.get(0).getId());
        }
        throw new IllegalStateException("Jobs make new due jobs without end");
    }
}
