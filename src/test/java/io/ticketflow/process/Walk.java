package io.ticketflow.process;

import static org.awaitility.Awaitility.await;

import io.ticketflow.World;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.report.TestFacts;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.CrossReferences;
import io.ticketflow.ticket.Deletion;
import io.ticketflow.ticket.LinkType;
import io.ticketflow.ticket.Merging;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Past;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.ServiceDesk.Wish;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketChanges;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import io.ticketflow.ticket.Watching;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Component;

/** Takes one ticket after another through random acts at every door. */
@Component
class Walk {

    private static final List<String> PEOPLE =
            List.of("user", "user2", "engineer", "engineer2", "engineer4", "senior", "lead", "manager", "admin");
    private static final List<String> STATES = List.of(
            "triageTicket",
            "acceptTicket",
            "pickUpTicket",
            "workOnTicket",
            "acceptReopenedTicket",
            "acknowledgeEscalation",
            "provideInformation",
            "confirmResolution",
            "answerRequester");

    /** The possible acts and their doors. */
    enum Act {
        STEP(Source.API),
        WISH(Source.API),
        COMMENT(Source.API),
        NOTE(Source.API),
        ASSIGN(Source.API),
        CLAIM(Source.API),
        PRIORITY(Source.API),
        WATCH(Source.API),
        UNWATCH(Source.API),
        OPEN_ANOTHER(Source.API),
        LINK(Source.API),
        MERGE(Source.API),
        REMOVE(Source.API),
        COMPLETE(Source.TASKLIST),
        COMPLETE_BARE(Source.TASKLIST),
        TAKE(Source.TASKLIST),
        GIVE(Source.TASKLIST),
        GIVE_BACK(Source.TASKLIST),
        SIGNAL(Source.ENGINE),
        MOVE_BY_HAND(Source.ENGINE),
        SECOND_STATE(Source.ENGINE),
        PLANT(Source.ENGINE),
        HAND_OVER(Source.ENGINE),
        DELEGATE(Source.ENGINE),
        SUSPEND(Source.ENGINE),
        ACTIVATE(Source.ENGINE),
        DELETE(Source.ENGINE),
        RUN_TIMER(Source.ENGINE),
        DELETE_TIMER(Source.ENGINE),
        MIGRATE(Source.ENGINE),
        BREAK_TABLE(Source.ENGINE),
        MEND_TABLE(Source.ENGINE),
        ROUTE(Source.TIMER),
        MINUTES(Source.TIMER),
        HOURS(Source.TIMER),
        DAYS(Source.TIMER);

        private final Source door;

        Act(Source door) {
            this.door = door;
        }

        Source door() {
            return door;
        }
    }

    /** An act with its actor and its random choices. */
    record Step(Act act, int who, int what) {}

    private final World world;
    private final ServiceDesk desk;
    private final Ownership ownership;
    private final Watching watching;
    private final CrossReferences references;
    private final Merging merging;
    private final Deletion deletion;
    private final Reconciliation reconciliation;
    private final Past past;
    private final TestFacts facts;
    private final ProcessEngine engine;
    private final JdbcTemplate jdbc;

    private final ThreadPoolTaskExecutor background;

    private @Nullable Ticket ticket;

    private @Nullable Ticket another;

    Walk(
            World world,
            ServiceDesk desk,
            Ownership ownership,
            Watching watching,
            CrossReferences references,
            Merging merging,
            Deletion deletion,
            Reconciliation reconciliation,
            Past past,
            TestFacts facts,
            ProcessEngine engine,
            JdbcTemplate jdbc,
            ThreadPoolTaskExecutor background) {
        this.world = world;
        this.desk = desk;
        this.ownership = ownership;
        this.watching = watching;
        this.references = references;
        this.merging = merging;
        this.deletion = deletion;
        this.reconciliation = reconciliation;
        this.past = past;
        this.facts = facts;
        this.engine = engine;
        this.jdbc = jdbc;
        this.background = background;
    }

    void begin() {
        settle();
        ticket = world.open(Category.VM, Priority.P3);
        another = null;
    }

    /** Begins a new ticket if this one is closed or deleted. */
    void goOn() {
        if (desk.find(ticket().id())
                .filter(present -> present.status() != TicketStatus.CLOSED)
                .isEmpty()) {
            begin();
        }
    }

    private Ticket ticket() {
        return Objects.requireNonNull(ticket);
    }

    TicketStatus status() {
        return world.now(ticket()).status();
    }

    /** The data that a refused act must not change. */
    List<Map<String, Object>> traces() {
        settle();
        return jdbc.queryForList("""
                select to_jsonb(t)::text ticket, k.assignee_, k.task_def_key_, k.delegation_,
                       (select count(*) from comments c where c.ticket_id = t.id) comments,
                       (select string_agg(j.id_ || j.duedate_, ',' order by j.id_) from act_ru_job j
                        where j.process_instance_id_ = t.process_instance_id) jobs,
                       (select count(*) from ticket_watchers w where w.ticket_id = t.id) watchers,
                       (select count(*) from ticket_links l where l.ticket_id = t.id) links,
                       (select count(*) from ticket_history h where h.ticket_id = t.id) facts
                from tickets t left join act_ru_task k on k.id_ = t.task_id order by t.id""");
    }

    /** The ticket at one moment. It is compared later with the past that the history tells. */
    record Photo(UUID id, String number, Instant at, String shows) {}

    /** Empty when the step has deleted the ticket. */
    Optional<Photo> photograph() {
        // The walk's own object is from the ticket's opening, so the ticket is read again.
        return desk.find(ticket().id()).map(this::photographOf);
    }

    private Photo photographOf(Ticket ticket) {
        var at = jdbc.queryForObject("select history_at from tickets where id = ?", OffsetDateTime.class, ticket.id());
        return new Photo(
                ticket.id(),
                ticket.number(),
                Objects.requireNonNull(at).toInstant(),
                shown(
                        ticket.status(),
                        ticket.priority(),
                        ticket.category(),
                        ticket.assigneeId(),
                        ticket.teamId(),
                        ticket.escalationLevel(),
                        ticket.reopenCount(),
                        ticket.resolutionCode(),
                        ticket.resolution()));
    }

    /** A deleted ticket has no past for people. */
    boolean isDeleted(Photo photo) {
        return desk.find(photo.id()).isEmpty();
    }

    /** The same moment, as the history tells it. */
    Photo asItWas(Photo photo) {
        var then = past.at(photo.number(), photo.at(), world.as("admin"));
        return new Photo(
                photo.id(),
                photo.number(),
                photo.at(),
                shown(
                        then.status(),
                        then.priority(),
                        then.category(),
                        then.assigneeId(),
                        then.team() == null ? null : then.team().id(),
                        then.escalationLevel(),
                        then.reopenCount(),
                        then.resolutionCode(),
                        then.resolution()));
    }

    private static String shown(@Nullable Object... values) {
        return Arrays.toString(values);
    }

    /** Contradictions that must never exist, described in words. */
    List<String> faults() {
        var faults = new ArrayList<String>();
        reconciliation.check().forEach(difference -> faults.add(difference.toString()));
        faults.addAll(facts.differences());
        facts.countStays();
        faults.addAll(jdbc.queryForList("""
                select 'job failed: ' || coalesce(incident_msg_, '?') from act_ru_incident where incident_type_ = 'failedJob'
                union all
                select 'history is broken between ' || former || ' and ' || from_value from (
                    select from_value, lag(to_value) over (partition by ticket_id order by at) former
                    from ticket_history where action = 'STATUS_CHANGED') chain
                where former <> from_value
                union all
                select 'history ends at ' || to_value || ', the ticket at ' || status from (
                    select distinct on (ticket_id) ticket_id, to_value from ticket_history
                    where action = 'STATUS_CHANGED' order by ticket_id, at desc) ends
                join tickets on id = ticket_id where to_value <> status
                union all
                select number || ' has not as many watchers as it says' from tickets
                where watcher_count <> (select count(*) from ticket_watchers where ticket_id = id)
                union all
                select number || ' was deleted, but goes on' from tickets where deleted_at is not null and status <> 'CLOSED'
                union all
                select 'a closed ticket has an open escalation' from escalations join tickets t on t.id = ticket_id
                where escalations.closed_at is null and t.status = 'CLOSED'
                union all
                select 'a clock runs on a closed ticket' from sla_clocks join tickets t on t.id = ticket_id
                where running_since_at is not null and t.status = 'CLOSED'
                union all
                select 'two open escalations' from escalations where closed_at is null group by ticket_id having count(*) > 1
                union all
                select kind || ' clock used ' || consumed_micros || ', its ledger says ' || used from (
                    select c.kind, c.consumed_micros, (
                        select coalesce(sum(extract(epoch from (
                            select min(stop.at) from sla_clock_events stop where stop.ticket_id = c.ticket_id and stop.kind = c.kind
                            and stop.at >= start.at and stop.type in ('PAUSED', 'MET', 'STOPPED')) - start.at) * 1000000), 0)::bigint
                        from sla_clock_events start where start.ticket_id = c.ticket_id and start.kind = c.kind
                        and start.type in ('STARTED', 'RESUMED')) used
                    from sla_clocks c) clocks
                where used <> consumed_micros
                union all
                select 'open work of ' || handle || ' is not counted right' from users where
                    coalesce((select (open_tickets, weight) from open_work where person_id = users.id), (0::bigint, 0::bigint)) is distinct from (
                        select (count(*), coalesce(sum(case priority when 'P1' then 4 when 'P2' then 3 when 'P3' then 2 else 1 end), 0)::bigint)
                        from tickets where assignee_id = users.id and status not in ('RESOLVED', 'CLOSED'))""", String.class));
        return faults;
    }

    /** Waits until the work in the background is done. */
    private void settle() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofMinutes(1))
                .until(() -> background.getActiveCount() + background.getQueueSize() == 0);
    }

    /** Carries out the step. Answers false when it is impossible. */
    boolean take(Step step) {
        try {
            return act(step);
        } finally {
            settle();
        }
    }

    private boolean act(Step step) {
        var who = PEOPLE.get(step.who() % PEOPLE.size());
        var whom = PEOPLE.get(step.what() % PEOPLE.size());
        var actor = Actor.of(world.person(who).id(), step.act().door());
        return switch (step.act()) {
            case STEP -> step(step.what(), actor);
            case WISH -> {
                var status = pick(TicketStatus.values(), step.what());
                yield done(() -> desk.move(ticket().number(), Wish.status(status), details(status), null, actor));
            }
            case COMMENT -> done(() -> world.comment(ticket().number(), "A word", Visibility.PUBLIC, actor));
            case NOTE -> done(() -> world.comment(ticket().number(), "A note", Visibility.INTERNAL, actor));
            case ASSIGN ->
                done(() -> ownership.assign(
                        ticket().number(),
                        step.what() % 4 == 0 ? null : world.person(whom).id(),
                        null,
                        null,
                        null,
                        actor));
            case CLAIM -> done(() -> ownership.claim(ticket().number(), null, actor));
            case PRIORITY -> done(() -> reclassify(step, actor));
            case WATCH ->
                done(() -> watching.watch(ticket().number(), world.person(whom).id(), actor));
            case UNWATCH ->
                done(() ->
                        watching.unwatch(ticket().number(), world.person(whom).id(), actor));
            case OPEN_ANOTHER -> done(this::openAnother);
            case LINK ->
                done(() -> references.link(ticket().number(), pick(LinkType.values(), step.what()), other(), actor));
            case MERGE -> done(() -> merge(step, actor));
            case REMOVE ->
                step.what() % 4 == 0 && done(() -> deletion.delete(ticket().number(), null, world.as("admin")));
            case MINUTES -> done(() -> world.timePasses(Duration.ofMinutes(step.what() % 60)));
            case HOURS -> done(() -> world.timePasses(Duration.ofHours(step.what() % 24)));
            case DAYS -> done(() -> world.timePasses(Duration.ofDays(step.what() % 4)));
            case ROUTE -> done(world::runDueJobs);
            case BREAK_TABLE -> done(this::breakTable);
            case MEND_TABLE -> done(() -> deploy("dmn/assignment-routing.dmn", text -> text));
            default -> CurrentActor.as(asAdminAtTheEngine(step.act(), actor), () -> atTheEngine(step, who, whom));
        };
    }

    private Actor asAdminAtTheEngine(Act act, Actor actor) {
        return act.door() == Source.ENGINE ? Actor.of(world.person("admin").id(), Source.ENGINE) : actor;
    }

    private boolean atTheEngine(Step step, String who, String whom) {
        var task = world.taskOf(ticket());
        if (task == null) {
            return false;
        }
        var tasks = engine.getTaskService();
        var runtime = engine.getRuntimeService();
        var jobs = engine.getManagementService();
        var instance = Objects.requireNonNull(ticket().processInstanceId());
        var timers = world.timersOf(ticket()).stream()
                .sorted(Comparator.comparing(Job::getDuedate))
                .toList();
        return switch (step.act()) {
            case COMPLETE -> {
                var status = pick(TicketStatus.values(), step.what());
                yield done(() -> tasks.complete(task.getId(), variables(status)));
            }
            case COMPLETE_BARE ->
                done(() -> tasks.complete(
                        task.getId(),
                        Map.of(
                                "transition",
                                pick(TicketStatus.values(), step.what()).name())));
            case TAKE -> done(() -> tasks.claim(task.getId(), who));
            case GIVE -> done(() -> tasks.setAssignee(task.getId(), whom));
            case GIVE_BACK -> done(() -> tasks.setAssignee(task.getId(), null));
            case SIGNAL ->
                done(() -> runtime.signal(task.getExecutionId(), variables(pick(TicketStatus.values(), step.what()))));
            case MOVE_BY_HAND ->
                done(() -> runtime.createProcessInstanceModification(instance)
                        .cancelAllForActivity(task.getTaskDefinitionKey())
                        .startBeforeActivity(pick(STATES, step.what()))
                        .execute(step.who() % 2 == 0, step.who() % 3 == 0));
            case SECOND_STATE ->
                done(() -> runtime.createProcessInstanceModification(instance)
                        .startBeforeActivity(pick(STATES, step.what()))
                        .execute());
            case PLANT ->
                done(() -> runtime.setVariables(
                        instance,
                        Map.of(
                                "transition",
                                        pick(TicketStatus.values(), step.what()).name(),
                                "reopenCount", step.what() % 3,
                                "askedFrom", "OPEN",
                                "comment", "planted",
                                "escalationReason", "planted",
                                "number", "TKT-1",
                                "ticketId", "planted",
                                "decisionError", "planted")));
            case HAND_OVER ->
                done(() -> runtime.createMessageCorrelation(TicketLifecycle.HAND_OVER_MESSAGE)
                        .processInstanceId(instance)
                        .correlate());
            case DELEGATE -> done(() -> tasks.delegateTask(task.getId(), whom));
            case SUSPEND -> done(() -> runtime.suspendProcessInstanceById(instance));
            case ACTIVATE -> done(() -> runtime.activateProcessInstanceById(instance));
            case DELETE ->
                step.what() % 4 == 0 && done(() -> runtime.deleteProcessInstance(instance, "a mistake", true));
            case RUN_TIMER ->
                !timers.isEmpty()
                        && done(() -> jobs.executeJob(pick(timers, step.what()).getId()));
            case DELETE_TIMER ->
                !timers.isEmpty()
                        && done(() -> jobs.deleteJob(pick(timers, step.what()).getId()));
            case MIGRATE -> migrate(instance);
            default -> throw new IllegalStateException(step + " is no act at the engine");
        };
    }

    private void openAnother() {
        another = world.open(Category.NETWORK, Priority.P4);
    }

    /** The number of another ticket; of this one if there is no other. */
    private String other() {
        return (another == null ? ticket() : another).number();
    }

    private void merge(Step step, Actor actor) {
        if (step.what() % 2 == 0) {
            merging.merge(ticket().number(), other(), null, actor);
        } else {
            merging.merge(other(), ticket().number(), null, actor);
        }
    }

    private boolean step(int what, Actor actor) {
        var offered = desk.transitions(ticket().number(), actor);
        if (offered.isEmpty()) {
            return false;
        }
        var chosen = pick(offered, what);
        return done(() ->
                desk.move(ticket().number(), new Wish(chosen.key(), null), details(chosen.status()), null, actor));
    }

    private void reclassify(Step step, Actor actor) {
        var changes = new TicketChanges(null, null, null, pick(Priority.values(), step.what()), null);
        desk.edit(ticket().number(), changes, null, actor);
    }

    private boolean migrate(String instance) {
        deploy("processes/ticket-lifecycle.bpmn", text -> text.replace("Work on ticket", "Work on it"));
        var runtime = engine.getRuntimeService();
        ProcessInstance running =
                runtime.createProcessInstanceQuery().processInstanceId(instance).singleResult();
        var newest = engine.getRepositoryService()
                .createProcessDefinitionQuery()
                .processDefinitionKey(TicketLifecycle.PROCESS)
                .latestVersion()
                .singleResult();
        if (newest.getId().equals(running.getProcessDefinitionId())) {
            return false;
        }
        var plan = runtime.createMigrationPlan(running.getProcessDefinitionId(), newest.getId())
                .mapEqualActivities()
                .build();
        return done(
                () -> runtime.newMigration(plan).processInstanceIds(instance).execute());
    }

    private interface Edit {
        String apply(String text);
    }

    private void breakTable() {
        try {
            var table = Files.readString(Path.of("dmn/assignment-routing.dmn"));
            world.tableBecomes("assignment-routing.dmn", table.replace("\"VM\"", "1 +"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void deploy(String file, Edit edit) {
        try {
            engine.getRepositoryService()
                    .createDeployment()
                    .addString(Path.of(file).getFileName().toString(), edit.apply(Files.readString(Path.of(file))))
                    .enableDuplicateFiltering(true)
                    .name(file)
                    .deploy();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static MoveDetails details(TicketStatus status) {
        return new MoveDetails(
                "Because",
                status == TicketStatus.CLOSED ? ResolutionCode.CANCELLED : ResolutionCode.FIXED,
                "Done",
                null);
    }

    private static Map<String, Object> variables(TicketStatus status) {
        var variables = new HashMap<String, Object>();
        variables.put("transition", status.name());
        variables.put("comment", "Because");
        variables.put("resolution", "Done");
        variables.put("resolutionCode", status == TicketStatus.CLOSED ? "CANCELLED" : "FIXED");
        return variables;
    }

    private static boolean done(Runnable act) {
        act.run();
        return true;
    }

    private static <T> T pick(List<T> all, int choice) {
        return all.get(choice % all.size());
    }

    private static <T> T pick(T[] all, int choice) {
        return all[choice % all.length];
    }
}
