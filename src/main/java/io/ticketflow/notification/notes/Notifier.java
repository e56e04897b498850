package io.ticketflow.notification.notes;

import io.ticketflow.escalation.EscalationEvent;
import io.ticketflow.escalation.Trigger;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.Team;
import io.ticketflow.notification.Ask;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.Event;
import io.ticketflow.platform.Actor;
import io.ticketflow.sla.ClockKind;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.sla.SlaEvent;
import io.ticketflow.ticket.Patience;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import io.ticketflow.ticket.Watching;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Decides who hears of an event, and tells them what they have to do. The messages are written in the transaction of the act. */
@Component
public class Notifier {

    /** Quotes are cut after so many characters; the ticket has the whole text. */
    private static final int QUOTED = 1_000;

    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final ServiceDesk desk;
    private final Watching watching;
    private final ServiceLevels promises;
    private final Directory directory;
    private final Outbox outbox;
    private final Clock clock;

    Notifier(
            ServiceDesk desk,
            Watching watching,
            ServiceLevels promises,
            Directory directory,
            Outbox outbox,
            Clock clock) {
        this.desk = desk;
        this.watching = watching;
        this.promises = promises;
        this.directory = directory;
        this.outbox = outbox;
        this.clock = clock;
    }

    @EventListener
    void on(TicketEvent.Opened opened) {
        var ticket = ticket(opened.ticketId());
        tell(
                Note.about(
                                ticket,
                                Event.TICKET_CREATED,
                                "has you as a watcher",
                                "%s submitted it. You are told of its comments and steps.".formatted(name(opened.by())))
                        .to(opened.watchers()),
                opened.by());
        // Only this message also goes to the person who caused it.
        outbox.add(receipt(ticket, opened));
    }

    private Note receipt(Ticket ticket, TicketEvent.Opened opened) {
        var theirOwn = ticket.requesterId().equals(opened.by().userId());
        var due = promises.dueAt(ticket.id(), ClockKind.RESPONSE);
        return Note.about(
                        ticket,
                        Event.TICKET_CREATED,
                        theirOwn ? "has arrived" : "was submitted for you",
                        theirOwn
                                ? "We have your ticket and look for the right person."
                                : name(opened.by()) + " submitted it in your name.",
                        "A first answer is due by %s. You hear from us when work on it begins."
                                .formatted(AT.format(due)),
                        "If something is missing, say it in a comment on the ticket.")
                .to(ticket.requesterId());
    }

    @EventListener
    void on(TicketEvent.Assigned assigned) {
        var ticket = ticket(assigned.ticketId());
        tell(
                Note.about(
                                ticket,
                                Event.TICKET_ASSIGNED,
                                "is yours now",
                                "%s gave it to you. Priority %s, category %s."
                                        .formatted(
                                                assigned.by().isSystem() ? "Routing" : name(assigned.by()),
                                                ticket.priority(),
                                                ticket.category()),
                                "Accept it or ask the requester for what is missing; go on from where it stands if"
                                        + " work has begun.")
                        .asking(hasBegun(ticket) ? Ask.GO_ON : Ask.ACCEPT)
                        .to(assigned.to()),
                assigned.by());
        tell(
                Note.about(
                                ticket,
                                Event.TICKET_ASSIGNED,
                                "is no longer yours",
                                assigned.to() == null
                                        ? "It is back in the team's queue."
                                        : name(assigned.to()) + " has it now.",
                                "Nothing is left to do for you.")
                        .to(assigned.from()),
                assigned.by());
    }

    private static boolean hasBegun(Ticket ticket) {
        return switch (ticket.status()) {
            case NEW, OPEN, REOPENED -> false;
            default -> true;
        };
    }

    @EventListener
    void on(TicketEvent.Moved moved) {
        var ticket = ticket(moved.ticketId());
        tellWatchers(ticket, moved);
        if (moved.from().isWaiting() && moved.to().isUnfinished() && moved.by().isSystem()) {
            tell(goesOn(ticket, moved), moved.by());
        }
        if (moved.from() == TicketStatus.RESOLVED && moved.to() != TicketStatus.CLOSED) {
            tell(reopened(ticket, moved), moved.by());
            return;
        }
        switch (moved.to()) {
            case IN_PROGRESS -> {
                if (moved.from() == TicketStatus.OPEN) {
                    tell(begun(ticket), moved.by());
                }
            }
            case PENDING_INFO ->
                tell(ticket.waitsForRequester() ? asked(ticket, moved) : waits(ticket, moved), moved.by());
            case RESOLVED -> tell(solved(ticket, moved), moved.by());
            case CLOSED -> tell(closed(ticket, moved), moved.by());
            default -> {}
        }
    }

    /** Called before the people who have to act are told, because the later note wins: a watcher who has to act is told what to do. */
    private void tellWatchers(Ticket ticket, TicketEvent.Moved moved) {
        var watchers = watching.watchersOf(ticket);
        if (!watchers.isEmpty()) {
            var note = toWatch(ticket, moved);
            if (note != null) {
                tell(note.to(watchers), moved.by());
            }
        }
    }

    private @Nullable Note toWatch(Ticket ticket, TicketEvent.Moved moved) {
        if (moved.from() == TicketStatus.RESOLVED && moved.to() != TicketStatus.CLOSED) {
            return Note.about(ticket, Event.TICKET_REOPENED, "is not solved", rejected(moved));
        }
        return switch (moved.to()) {
            case IN_PROGRESS ->
                moved.from() == TicketStatus.OPEN
                        ? Note.about(
                                ticket,
                                Event.STATUS_CHANGED,
                                "is being worked on",
                                "%s works on it.".formatted(name(ticket.assigneeId())))
                        : null;
            case PENDING_INFO ->
                ticket.waitsForRequester()
                        ? Note.about(
                                ticket,
                                Event.INFO_REQUESTED,
                                "waits for the requester's answer",
                                said(moved.by(), moved.reason()))
                        : waits(ticket, moved);
            case RESOLVED ->
                Note.about(
                        ticket,
                        Event.RESOLUTION_PROPOSED,
                        "is solved, if the requester agrees",
                        said(moved.by(), ticket.resolution()));
            case CLOSED -> closing(ticket, moved);
            default -> null;
        };
    }

    private Note begun(Ticket ticket) {
        return Note.about(
                        ticket,
                        Event.STATUS_CHANGED,
                        "is being worked on",
                        "%s works on it. You hear from us when there is a question or a solution."
                                .formatted(name(ticket.assigneeId())))
                .to(ticket.requesterId());
    }

    private Note asked(Ticket ticket, TicketEvent.Moved moved) {
        return Note.about(ticket, Event.INFO_REQUESTED, "needs your answer", said(moved.by(), moved.reason()))
                .endingWith(sinceNow(ticket, "Answer with a comment on the ticket.", Notifier::howLongWeWait))
                .asking(Ask.ANSWER)
                .to(ticket.requesterId());
    }

    /** A paragraph that tells what the ticket's model does by itself, counted from now. */
    private Supplier<String> sinceNow(
            Ticket ticket, String sentence, BiFunction<Patience, Instant, String> whatFollows) {
        var now = clock.instant();
        return () -> (sentence + " " + whatFollows.apply(desk.patience(ticket), now)).strip();
    }

    static String howLongWeWait(Patience patience, Instant now) {
        var reminders = patience.reminders().stream()
                .map(at -> Duration.between(now, at))
                .toList();
        var acts = new ArrayList<String>();
        if (!reminders.isEmpty()) {
            acts.add("remind you after " + Spans.inWords(reminders));
        }
        if (patience.endsAt() != null) {
            acts.add((patience.closes() ? "close it after " : "stop waiting after ")
                    + Spans.inWords(Duration.between(now, patience.endsAt())));
        }
        return acts.isEmpty() ? "" : "We " + String.join(", and ", acts) + ".";
    }

    static String untilItCloses(Patience patience, Instant now) {
        return patience.endsAt() == null || !patience.closes()
                ? ""
                : "If you do neither, it closes by itself after %s."
                        .formatted(Spans.inWords(Duration.between(now, patience.endsAt())));
    }

    static String whenTheWaitEnds(Patience patience, Instant now) {
        return patience.endsAt() == null
                ? ""
                : "We %s in %s."
                        .formatted(
                                patience.closes() ? "close it" : "stop waiting",
                                Spans.inWords(Duration.between(now, patience.endsAt())));
    }

    /** The ticket waits for a person other than the requester. The requester hears of it and has nothing to do. */
    private Note waits(Ticket ticket, TicketEvent.Moved moved) {
        return Note.about(
                        ticket,
                        Event.STATUS_CHANGED,
                        "waits",
                        ticket.stage() == null ? "" : ticket.stage().name() + ".",
                        said(moved.by(), moved.reason()))
                .to(ticket.requesterId());
    }

    private Note solved(Ticket ticket, TicketEvent.Moved moved) {
        return Note.about(
                        ticket,
                        Event.RESOLUTION_PROPOSED,
                        ticket.resolutionCode() == ResolutionCode.NO_ANSWER
                                ? "got no answer from you"
                                : "is solved, please confirm",
                        said(moved.by(), ticket.resolution()),
                        said(moved.by(), moved.by().isSystem() ? null : moved.reason()))
                .endingWith(sinceNow(
                        ticket, "Confirm it, or reject it and say what is still wrong.", Notifier::untilItCloses))
                .asking(Ask.CONFIRM)
                .to(ticket.requesterId());
    }

    private Note reopened(Ticket ticket, TicketEvent.Moved moved) {
        return Note.about(
                        ticket,
                        Event.TICKET_REOPENED,
                        "is not solved",
                        rejected(moved),
                        moved.to() == TicketStatus.ESCALATED
                                ? "It went up to the next level; help the person who acknowledges it."
                                : "Accept it again and go on.")
                .asking(moved.to() == TicketStatus.ESCALATED ? Ask.GO_ON : Ask.ACCEPT)
                .to(ticket.assigneeId());
    }

    private String rejected(TicketEvent.Moved moved) {
        var why = said(moved.by(), moved.reason());
        return moved.by().isSystem() ? why : ("The solution was rejected. " + why).strip();
    }

    /** For the requester, who took no step: another ticket was merged into theirs. */
    private static Note goesOn(Ticket ticket, TicketEvent.Moved moved) {
        return Note.about(
                        ticket,
                        Event.STATUS_CHANGED,
                        "goes on",
                        quoted(moved.reason()),
                        "Nothing is left to do for you. You hear from us when there is a question or a solution.")
                .to(ticket.requesterId());
    }

    private Note closed(Ticket ticket, TicketEvent.Moved moved) {
        return closing(ticket, moved).to(ticket.requesterId(), ticket.assigneeId());
    }

    private Note closing(Ticket ticket, TicketEvent.Moved moved) {
        var byItself = moved.by().isSystem() && moved.from() == TicketStatus.RESOLVED;
        return Note.about(
                ticket,
                Event.TICKET_CLOSED,
                "is closed",
                byItself ? "The solution was not rejected in time." : name(moved.by()) + " closed it.",
                said(moved.by(), moved.reason()),
                ticket.mergedIntoId() == null
                        ? "It stays closed. If there is more to do, submit a new ticket that names this one as its"
                                + " parent."
                        : "It was the same ticket, and work goes on there. You can see that ticket, and are told of its steps.");
    }

    @EventListener
    void on(TicketEvent.Reminded reminded) {
        var ticket = ticket(reminded.ticketId());
        tell(
                Note.about(ticket, Event.INFO_REQUESTED, "still waits for your answer")
                        .endingWith(sinceNow(
                                ticket,
                                "The question is among its comments; answer with one.",
                                Notifier::whenTheWaitEnds))
                        .asking(Ask.REMEMBER)
                        .to(ticket.requesterId()),
                reminded.by());
    }

    @EventListener
    void on(TicketEvent.RequesterChanged changed) {
        var ticket = ticket(changed.ticketId());
        var by = name(changed.by()) + " named you as its requester. You see it and are told of its steps.";
        tell(toNewRequester(ticket, by).to(changed.to()), changed.by());
        tell(
                Note.about(
                                ticket,
                                Event.STATUS_CHANGED,
                                "has another requester",
                                "%s named %s. Nothing is left to do for you."
                                        .formatted(name(changed.by()), name(changed.to())))
                        .to(changed.from()),
                changed.by());
    }

    private Note toNewRequester(Ticket ticket, String by) {
        if (!ticket.waitsForRequester()) {
            return Note.about(ticket, Event.TICKET_CREATED, "has you as its requester", by);
        }
        if (ticket.status() == TicketStatus.RESOLVED) {
            return Note.about(
                            ticket,
                            Event.RESOLUTION_PROPOSED,
                            "is solved, please confirm",
                            by,
                            quoted(ticket.resolution()),
                            "Confirm it, or reject it and say what is still wrong.")
                    .asking(Ask.CONFIRM);
        }
        return Note.about(ticket, Event.INFO_REQUESTED, "needs your answer", by)
                .endingWith(sinceNow(
                        ticket, "The question is among its comments; answer with one.", Notifier::whenTheWaitEnds))
                .asking(Ask.ANSWER);
    }

    /** A requester leaves: the people who work on their unfinished tickets are told, because such a ticket may wait for an answer in vain. */
    @EventListener
    void on(IdentityEvent.AccountEnds ending) {
        desk.openOf(ending.userId())
                .forEach(ticket -> tell(
                        Note.about(
                                        ticket,
                                        Event.REQUESTER_LEFT,
                                        "has lost its requester",
                                        name(ending.userId()) + " has left.",
                                        ticket.waitsForRequester()
                                                ? "It waits for them: go on without an answer, or ask a lead to name another requester."
                                                : "A lead may name another requester, who is asked and told from then on.")
                                .to(teamOf(ticket))
                                .internally(),
                        ending.by()));
    }

    /** The assignee and the lead of the team; the whole team if it has neither, and all leads if there is no team. */
    private List<UUID> teamOf(Ticket ticket) {
        var responsible = Stream.of(Optional.ofNullable(ticket.assigneeId()), Optional.ofNullable(leadOf(ticket)))
                .flatMap(Optional::stream)
                .flatMap(person -> directory.find(person).filter(Person::active).map(Person::id).stream())
                .toList();
        if (!responsible.isEmpty()) {
            return responsible;
        }
        var people =
                ticket.teamId() == null ? directory.withRole(Role.TEAM_LEAD) : directory.membersOf(ticket.teamId());
        return people.stream().map(Person::id).toList();
    }

    @EventListener
    void on(TicketEvent.Commented commented) {
        var ticket = ticket(commented.ticketId());
        var words = said(commented.by(), commented.body());
        if (isAboutSolution(ticket, commented)) {
            tellOfWordsAboutSolution(ticket, commented, words);
            return;
        }
        tell(
                commented.visibility() == Visibility.INTERNAL
                        ? Note.about(ticket, Event.COMMENT_ADDED, "has a new internal note", words)
                                .to(ticket.assigneeId())
                                .to(watching.watchersOf(ticket))
                                .internally()
                        : Note.about(ticket, Event.COMMENT_ADDED, "has a new comment", words)
                                .to(ticket.requesterId(), ticket.assigneeId())
                                .to(watching.watchersOf(ticket)),
                commented.by());
    }

    /** Whether a public comment belongs to a solved ticket that stays solved. */
    private static boolean isAboutSolution(Ticket ticket, TicketEvent.Commented commented) {
        return commented.visibility() == Visibility.PUBLIC
                && ticket.status() == TicketStatus.RESOLVED
                && (commented.headedFor() == null || commented.headedFor() == TicketStatus.RESOLVED);
    }

    private void tellOfWordsAboutSolution(Ticket ticket, TicketEvent.Commented commented, String words) {
        var everyone = Note.about(ticket, Event.COMMENT_ADDED, "has a new comment", words)
                .to(ticket.requesterId(), ticket.assigneeId())
                .to(watching.watchersOf(ticket));
        tell(everyone, commented.by());
        if (!isRequesters(ticket, commented.by())) {
            tell(
                    Note.about(ticket, Event.COMMENT_ADDED, "has an answer about its solution", words)
                            .endingWith(sinceNow(
                                    ticket,
                                    "Confirm the solution, or reject it and say what is still wrong.",
                                    Notifier::untilItCloses))
                            .asking(Ask.CONFIRM)
                            .to(ticket.requesterId()),
                    commented.by());
            return;
        }
        askForAnswer(ticket, "comment", words, commented.by());
        if (commented.headedFor() == null) {
            sendReceipt(ticket, "comment", commented.by());
        }
    }

    @EventListener
    void on(TicketEvent.AttachedToSolution attached) {
        var ticket = ticket(attached.ticketId());
        askForAnswer(ticket, "file", name(attached.by()) + " has attached a file.", attached.by());
        sendReceipt(ticket, "file", attached.by());
    }

    private void askForAnswer(Ticket ticket, String what, String news, Actor by) {
        tell(
                Note.about(
                                ticket,
                                Event.COMMENT_ADDED,
                                "has a %s on its solution".formatted(what),
                                news,
                                "It does not close by itself before you have answered. Answer with a public comment, or"
                                        + " take it on again if it is not solved.")
                        .to(workerOf(ticket))
                        .internally(),
                by);
    }

    /** For the person who wrote the comment or attached the file. */
    private void sendReceipt(Ticket ticket, String what, Actor by) {
        outbox.add(Note.about(
                        ticket,
                        Event.COMMENT_ADDED,
                        "has your " + what,
                        "The ticket stays solved, and does not close by itself before we have answered.",
                        "If it is not solved, reject the solution and say what is still wrong: then work on it"
                                + " begins again.")
                .to(by.userId()));
    }

    private boolean isRequesters(Ticket ticket, Actor by) {
        return ticket.requesterId().equals(by.userId())
                || (by.userId() != null && !directory.person(by.userId()).isStaff());
    }

    /** The assignee; the lead of the team when the ticket has no assignee, or one who has left. */
    private @Nullable UUID workerOf(Ticket ticket) {
        var assignee = ticket.assigneeId();
        var works = assignee != null
                && directory
                        .find(assignee)
                        .filter(person -> person.active() && person.isStaff())
                        .isPresent();
        return works ? assignee : leadOf(ticket);
    }

    @EventListener
    void on(TicketEvent.TookOver merged) {
        var ticket = ticket(merged.ticketId());
        var duplicate = ticket(merged.duplicateId());
        tell(
                Note.about(
                                ticket,
                                Event.STATUS_CHANGED,
                                "has another report",
                                "%s merged %s into it: %s"
                                        .formatted(name(merged.by()), duplicate.number(), duplicate.title()),
                                "Its priority is %s. The solution is due by %s."
                                        .formatted(
                                                ticket.priority(),
                                                AT.format(promises.dueAt(ticket.id(), ClockKind.RESOLUTION))))
                        .to(workerOf(ticket))
                        .internally(),
                merged.by());
    }

    /** Withdraws the notifications about the deleted ticket, and the messages about it that were not sent yet. */
    @EventListener
    void on(TicketEvent.Deleted deleted) {
        outbox.withdraw(deleted.ticketId());
    }

    @EventListener
    void on(IdentityEvent.StoppedWorking stopped) {
        outbox.withdrawFrom(stopped.userId());
    }

    @EventListener
    void on(SlaEvent.Warned warned) {
        var ticket = ticket(warned.ticketId());
        tell(
                Note.about(
                                ticket,
                                Event.SLA_WARNING,
                                "is nearly late",
                                "%s is due on %s. %s"
                                        .formatted(
                                                promise(warned.kind()), AT.format(warned.dueAt()), help(warned.kind())))
                        .to(ticket.assigneeId() == null ? leadOf(ticket) : ticket.assigneeId())
                        .asking(wanted(warned.kind()))
                        .internally(),
                Actor.SYSTEM);
    }

    @EventListener
    void on(SlaEvent.Breached breached) {
        var ticket = ticket(breached.ticketId());
        tell(
                Note.about(
                                ticket,
                                Event.SLA_BREACHED,
                                "is late",
                                "%s was due on %s. %s"
                                        .formatted(
                                                promise(breached.kind()),
                                                AT.format(breached.dueAt()),
                                                help(breached.kind())))
                        .to(ticket.assigneeId(), leadOf(ticket))
                        .asking(wanted(breached.kind()))
                        .internally(),
                Actor.SYSTEM);
    }

    private static String promise(ClockKind kind) {
        return switch (kind) {
            case RESPONSE -> "The first response";
            case RESOLUTION -> "The solution";
        };
    }

    private static Ask wanted(ClockKind kind) {
        return switch (kind) {
            case RESPONSE -> Ask.RESPOND;
            case RESOLUTION -> Ask.SOLVE;
        };
    }

    private static String help(ClockKind kind) {
        return switch (kind) {
            case RESPONSE -> "Accept it, ask the requester, or comment publicly.";
            case RESOLUTION -> "Offer a solution, ask the requester, or escalate it.";
        };
    }

    @EventListener
    void on(EscalationEvent.Raised raised) {
        var ticket = ticket(raised.ticketId());
        var forAttention = raised.trigger() == Trigger.CRITICAL_PRIORITY;
        tell(
                Note.about(
                                ticket,
                                Event.ESCALATION_RAISED,
                                forAttention ? "is critical" : "is escalated to you",
                                why(raised.trigger()),
                                quoted(raised.reason()),
                                forAttention
                                        ? "For your attention; there is nothing to acknowledge."
                                        : "Acknowledge it, so that the next level is not called.")
                        .to(raised.recipients())
                        .asking(forAttention ? Ask.LOOK : Ask.ACKNOWLEDGE)
                        .internally()
                        .alsoBySms(raised.channels().contains(Channel.SMS.name())),
                raised.by());
    }

    private static String why(Trigger trigger) {
        return switch (trigger) {
            case RESPONSE_BREACH -> "The first response was not given in time.";
            case RESOLUTION_BREACH -> "It was not solved in time.";
            case MANUAL -> "A colleague needs your help.";
            case REOPENED_TWICE -> "The requester rejected the solution a second time.";
            case ACK_TIMEOUT -> "The level below did not acknowledge it in time.";
            case CRITICAL_PRIORITY -> "A ticket of the highest priority needs work now.";
        };
    }

    @EventListener
    void on(EscalationEvent.Acknowledged acknowledged) {
        var ticket = ticket(acknowledged.ticketId());
        tell(
                Note.about(
                                ticket,
                                Event.ESCALATION_ACKNOWLEDGED,
                                "is taken care of",
                                name(acknowledged.by()) + " acknowledged the escalation; no further level is called.")
                        .to(acknowledged.called())
                        .to(ticket.assigneeId())
                        .internally(),
                acknowledged.by());
    }

    private void tell(Note note, Actor by) {
        outbox.add(note.exceptFor(by.userId()));
    }

    private Ticket ticket(UUID id) {
        return desk.find(id).orElseThrow();
    }

    private @Nullable UUID leadOf(Ticket ticket) {
        return ticket.teamId() == null
                ? null
                : directory.findTeam(ticket.teamId()).map(Team::leadId).orElse(null);
    }

    private String name(Actor actor) {
        return name(actor.userId());
    }

    private String name(@Nullable UUID person) {
        return person == null
                ? "The system"
                : directory.find(person).map(Person::fullName).orElse("A person");
    }

    private String said(Actor by, @Nullable String words) {
        var quote = quoted(words);
        return by.isSystem() || quote.isEmpty() ? quote : name(by) + ": " + quote;
    }

    /** Shortens a text for a quote; empty when there is nothing to quote. */
    static String quoted(@Nullable String words) {
        var text = Objects.requireNonNullElse(words, "").strip();
        return text.codePointCount(0, text.length()) <= QUOTED
                ? text
                : text.substring(0, text.offsetByCodePoints(0, QUOTED)).strip() + " …";
    }
}
