package io.ticketflow.notification.notes;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.Team;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.Patience;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells notes, and knows the people and facts that most of them need. The notes are written in the transaction of the act. */
@Component
class Teller {

    /** Quotes are cut after so many characters; the ticket has the whole text. */
    private static final int QUOTED = 1_000;

    private final ServiceDesk desk;
    private final Directory directory;
    private final Outbox outbox;
    private final Clock clock;

    Teller(ServiceDesk desk, Directory directory, Outbox outbox, Clock clock) {
        this.desk = desk;
        this.directory = directory;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Tells everyone but the person who acted. */
    void tell(Note note, Actor by) {
        outbox.add(note.exceptFor(by.userId()));
    }

    /** Tells also the person who acted. */
    void tellAlsoTheirOwn(Note note) {
        outbox.add(note);
    }

    Ticket ticket(UUID id) {
        return desk.find(id).orElseThrow();
    }

    /** The name of the person who acted; no fact for the system. */
    Facts by(Actor actor) {
        return named(Fact.BY, actor.userId());
    }

    /** The name of the person; no fact for null. */
    Facts named(Fact fact, @Nullable UUID person) {
        return Facts.none().text(fact, nameOf(person));
    }

    private @Nullable String nameOf(@Nullable UUID person) {
        return person == null
                ? null
                : directory.find(person).map(Person::fullName).orElseThrow();
    }

    Facts said(Actor by, @Nullable String words) {
        return said(Fact.SAID, by, words);
    }

    Facts said(Fact fact, Actor by, @Nullable String words) {
        return Facts.none().said(fact, nameOf(by.userId()), quoted(words));
    }

    /** A text without the name of its writer. */
    static Facts quote(@Nullable String words) {
        return Facts.none().said(Fact.SAID, null, quoted(words));
    }

    /** Shortens a text for a quote; empty when there is nothing to quote. */
    static String quoted(@Nullable String words) {
        return shortened(Objects.requireNonNullElse(words, ""), QUOTED);
    }

    static String shortened(String words, int most) {
        var text = words.strip();
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)).strip() + " …";
    }

    /** What the ticket's model does by itself while the ticket waits, counted from now. */
    Supplier<Facts> waitOf(Ticket ticket) {
        var now = clock.instant();
        return () -> factsOf(desk.patience(ticket), now);
    }

    static Facts factsOf(Patience patience, Instant now) {
        var endsAt = patience.endsAt();
        return Facts.none()
                .spans(
                        Fact.REMINDERS,
                        patience.reminders().stream()
                                .map(at -> Duration.between(now, at))
                                .toList())
                .span(Fact.END, endsAt == null ? null : Duration.between(now, endsAt))
                .flag(Fact.CLOSES, patience.closes());
    }

    @Nullable
    UUID leadOf(Ticket ticket) {
        return ticket.teamId() == null
                ? null
                : directory.findTeam(ticket.teamId()).map(Team::leadId).orElse(null);
    }

    /** The assignee; the lead of the team when the ticket has no assignee, or one who has left. */
    @Nullable
    UUID workerOf(Ticket ticket) {
        var assignee = working(ticket.assigneeId());
        return assignee.isPresent() ? assignee.get() : leadOf(ticket);
    }

    /** The assignee and the lead of the team; the whole team if it has neither, and all leads if there is no team. */
    List<UUID> teamOf(Ticket ticket) {
        var responsible = Stream.of(Optional.ofNullable(ticket.assigneeId()), Optional.ofNullable(leadOf(ticket)))
                .flatMap(Optional::stream)
                .flatMap(person -> directory.find(person).filter(Person::active).map(Person::id).stream())
                .toList();
        if (!responsible.isEmpty()) {
            return responsible;
        }
        return membersOf(ticket);
    }

    /** The members of the ticket's team; all leads if there is no team. */
    List<UUID> membersOf(Ticket ticket) {
        var people =
                ticket.teamId() == null ? directory.withRole(Role.TEAM_LEAD) : directory.membersOf(ticket.teamId());
        return people.stream().map(Person::id).toList();
    }

    /** Answers the person if they can work on tickets now. */
    Optional<UUID> working(@Nullable UUID person) {
        return Optional.ofNullable(person)
                .flatMap(directory::find)
                .filter(found -> found.active() && found.isStaff())
                .map(Person::id);
    }

    boolean isRequesters(Ticket ticket, Actor by) {
        return ticket.requesterId().equals(by.userId())
                || (by.userId() != null && !directory.person(by.userId()).isStaff());
    }
}
