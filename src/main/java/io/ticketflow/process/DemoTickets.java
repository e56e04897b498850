package io.ticketflow.process;

import io.ticketflow.identity.Directory;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Settings;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.ServiceDesk.Wish;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketQuery;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.ManagementService;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** The tickets of the demonstration, in every state, made the way people make them. Runs before the job executor starts, so it routes them itself. */
@Component
class DemoTickets implements ApplicationRunner {

    private final Settings settings;
    private final ServiceDesk desk;
    private final Directory directory;
    private final ManagementService jobs;
    private final OneNodeAtATime oneNodeAtATime;

    DemoTickets(
            Settings settings,
            ServiceDesk desk,
            Directory directory,
            ManagementService jobs,
            OneNodeAtATime oneNodeAtATime) {
        this.settings = settings;
        this.desk = desk;
        this.directory = directory;
        this.jobs = jobs;
        this.oneNodeAtATime = oneNodeAtATime;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (settings.demo()
                && !settings.isProduction()
                && directory.findByHandle("user2").isPresent()) {
            oneNodeAtATime.run(() -> {
                if (isEmpty()) {
                    create();
                }
            });
        }
    }

    private boolean isEmpty() {
        var any = new TicketQuery(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                List.of(),
                TicketQuery.NEWEST_FIRST,
                null,
                1,
                false);
        return desk.list(any, as("admin")).items().isEmpty();
    }

    private void create() {
        routed(
                "user",
                "Disk of db3 is 96 % full",
                "df -h on db3 says 96 % on /var/lib/postgresql.",
                Category.DATABASE,
                Priority.P3);
        routed(
                "user2",
                "New VM for the load tests",
                "8 cores, 32 GiB, until the end of the month.",
                Category.VM,
                Priority.P4);
        routed(
                "user",
                "VPN drops every ten minutes",
                "From home only. The office network is fine.",
                Category.NETWORK,
                Priority.P3);
        routed(
                "user2",
                "Access to the staging cluster",
                "kubectl says forbidden in namespace shop.",
                Category.ACCESS,
                Priority.P4);
        routed(
                "user",
                "Grafana shows no data since this morning",
                "All panels of the shop dashboard.",
                Category.MONITORING,
                Priority.P3);

        working(
                "user2",
                "Pipeline waits for a runner",
                "Jobs of project shop are queued for half an hour.",
                Category.CI_CD,
                Priority.P3);
        working(
                "user",
                "Certificate of the wiki runs out next week",
                "wiki.example.org",
                Category.SECURITY,
                Priority.P4);

        asked(
                "user",
                "Please restore a file",
                "I deleted report.xlsx.",
                Category.STORAGE,
                Priority.P3,
                "Which folder, and when did it still exist?");
        asked(
                "user2",
                "The application is slow",
                "Since yesterday.",
                Category.APPLICATION,
                Priority.P2,
                "Which page, and what do you call slow?");

        escalated(
                "user2",
                "Replication lag grows",
                "15 minutes and rising.",
                Category.DATABASE,
                Priority.P3,
                "I need somebody who knows the storage below it.");

        resolved(
                "user",
                "Mail from the shop bounces",
                "550 on every message.",
                Category.APPLICATION,
                Priority.P2,
                "Corrected the SPF record.");
        resolved(
                "user2",
                "Firewall rule for the new supplier",
                "203.0.113.7 to port 8443.",
                Category.NETWORK,
                Priority.P3,
                "Rule added, tested with the supplier.");

        var refused = resolved(
                "user",
                "Nightly backup failed",
                "Exit code 23.",
                Category.STORAGE,
                Priority.P3,
                "Restarted it by hand.");
        move(refused, TicketStatus.REOPENED, MoveDetails.comment("It failed again last night."), "user");

        var confirmed = resolved(
                "user2",
                "Web shop is down",
                "502 since 9:12.",
                Category.VM,
                Priority.P1,
                "Moved the machine off the broken host.");
        move(confirmed, TicketStatus.CLOSED, MoveDetails.NONE, "user2");

        var withdrawn = routed("user", "Second monitor", "Sorry, wrong department.", Category.OTHER, Priority.P4);
        move(withdrawn, TicketStatus.CLOSED, MoveDetails.resolution(ResolutionCode.CANCELLED, null), "user");
    }

    private Ticket routed(String requester, String title, String description, Category category, Priority priority) {
        var ticket = desk.open(new NewTicket(title, description, category, priority), as(requester));
        jobs.createJobQuery()
                .processInstanceId(ticket.processInstanceId())
                .executable()
                .list()
                .forEach(job -> jobs.executeJob(job.getId()));
        return ticket;
    }

    private Ticket working(String requester, String title, String description, Category category, Priority priority) {
        var ticket = routed(requester, title, description, category, priority);
        desk.comment(ticket.number(), "I am looking into it.", Visibility.PUBLIC, assigneeOf(ticket));
        return ticket;
    }

    private void asked(
            String requester, String title, String description, Category category, Priority priority, String question) {
        var ticket = working(requester, title, description, category, priority);
        move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment(question), assigneeOf(ticket));
    }

    private void escalated(
            String requester, String title, String description, Category category, Priority priority, String reason) {
        var ticket = working(requester, title, description, category, priority);
        move(ticket, TicketStatus.ESCALATED, MoveDetails.comment(reason), assigneeOf(ticket));
    }

    private Ticket resolved(
            String requester, String title, String description, Category category, Priority priority, String solution) {
        var ticket = working(requester, title, description, category, priority);
        move(ticket, TicketStatus.RESOLVED, MoveDetails.resolution(ResolutionCode.FIXED, solution), assigneeOf(ticket));
        return ticket;
    }

    private void move(Ticket ticket, TicketStatus to, MoveDetails details, String who) {
        move(ticket, to, details, as(who));
    }

    private void move(Ticket ticket, TicketStatus to, MoveDetails details, Actor by) {
        desk.move(ticket.number(), Wish.status(to), details, null, by);
    }

    private Actor assigneeOf(Ticket ticket) {
        var now = desk.find(ticket.id()).orElseThrow();
        return Actor.of(
                Objects.requireNonNull(now.assigneeId(), "the demonstration has room for it"), Actor.Source.API);
    }

    private Actor as(String handle) {
        return Actor.of(directory.findByHandle(handle).orElseThrow().id(), Actor.Source.API);
    }
}
