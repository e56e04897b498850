package io.ticketflow.ticket;

import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.ticket.HistoryEntry.Fact;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Removes a secret from all places that keep it, and records who did so and why; see ADR 0014. Every text of the ticket that equals the secret's text is
 * blanked, except title, description and tags, which people can edit. Those of a deleted ticket cannot be edited and are blanked.
 */
@Component
@RepeatedWhenOvertaken
@Transactional
public class Redaction {

    private static final Set<Action> OF_COMMENTS =
            Set.of(Action.COMMENTED, Action.COMMENT_EDITED, Action.COMMENT_DELETED);
    private static final Set<Action> OF_ATTACHMENTS = Set.of(Action.ATTACHED, Action.ATTACHMENT_DELETED);

    private final TicketAccess access;
    private final Comments comments;
    private final History history;
    private final Tickets tickets;

    Redaction(TicketAccess access, Comments comments, History history, Tickets tickets) {
        this.access = access;
        this.comments = comments;
        this.history = history;
        this.tickets = tickets;
    }

    /** Blanks a comment, also if it was edited or deleted since. */
    public void ofComment(String ref, UUID id, String reason, Actor by) {
        var admin = administrator(ref, by);
        var told = history.about(id, OF_COMMENTS, admin.ticket().id());
        var standing = comments.find(id, admin.ticket().id());
        if (told.isEmpty() && standing.isEmpty()) {
            throw InvalidException.field("id", "is no comment on this ticket");
        }
        var texts = texts(told);
        standing.map(Comment::body).ifPresent(texts::add);
        var readers = standing.map(Comment::visibility).orElseGet(() -> readers(told));
        blank(texts, admin, fact("comment", id, readers, reason), by);
    }

    /** Blanks the texts of a history entry, and their copies. */
    public void ofHistoryEntry(String ref, UUID id, String reason, Actor by) {
        var admin = administrator(ref, by);
        var entry = history.find(id, admin.ticket().id())
                .orElseThrow(() -> InvalidException.field("id", "is no entry of this ticket's history"));
        var texts = texts(List.of(entry));
        if (!admin.ticket().isDeleted()) {
            texts.removeAll(said(admin.ticket()));
        }
        blank(texts, admin, fact("historyEntry", id, entry.visibility(), reason), by);
    }

    /** Blanks title, description, tags and resolution of a deleted ticket, and their copies. */
    public void ofDeletedTicket(String ref, UUID id, String reason, Actor by) {
        var admin = administrator(ref, by);
        var ticket = admin.ticket();
        if (!ticket.id().equals(id)) {
            throw InvalidException.field("id", "is not this ticket's");
        }
        if (!ticket.isDeleted()) {
            throw new ConflictException(
                    "NOT_DELETED",
                    "Edit %s first, then redact the entry of its history that has the former text."
                            .formatted(ticket.number()));
        }
        var texts = new HashSet<>(said(ticket));
        Optional.ofNullable(ticket.resolution()).ifPresent(texts::add);
        texts.remove(Ticket.REDACTED_TITLE);
        blank(texts, admin, fact("ticket", id, Visibility.INTERNAL, reason), by);
    }

    /** Removes a file with its name, also if the file was deleted since. Other files with the same name keep it. */
    public void ofAttachment(String ref, UUID id, String reason, Actor by) {
        var ticket = administrator(ref, by).ticket();
        var told = history.about(id, OF_ATTACHMENTS, ticket.id());
        if (told.isEmpty()) {
            throw InvalidException.field("id", "is no file on this ticket");
        }
        var fact = fact("attachment", id, readers(told), reason);
        if (texts(told).isEmpty() && isGone(id, told, ticket)) {
            throw nothingToRedact(ticket);
        }
        history.blankNames(id, history.entry(ticket, fact, by));
        ticket.fileRedacted(id, by);
        tickets.save(ticket);
    }

    /** Whether the file was deleted or redacted before. */
    private boolean isGone(UUID attachmentId, List<HistoryEntry> told, Ticket ticket) {
        return told.stream().anyMatch(entry -> entry.action() == Action.ATTACHMENT_DELETED)
                || !history.about(attachmentId, Set.of(Action.REDACTED), ticket.id())
                        .isEmpty();
    }

    /** Finds and locks a ticket, which may be deleted, for an administrator; refuses all others. */
    private Participant administrator(String ref, Actor by) {
        var caller = access.caller(by);
        var ticket = access.lockedEver(ref, caller);
        if (caller.role() != Role.ADMIN) {
            throw new ForbiddenException("ADMIN_ONLY", "Only administrators may blank what other people wrote.");
        }
        return new Participant(ticket, caller, false);
    }

    private static Fact fact(String kind, UUID id, Visibility readers, String reason) {
        TicketText.check("reason", reason);
        if (VisibleText.isMissing(reason)) {
            throw InvalidException.field("reason", "must not be empty");
        }
        return Fact.changed(Action.REDACTED, kind, null, null)
                .about(id)
                .readBy(readers)
                .because(reason);
    }

    private void blank(Set<String> texts, Participant admin, Fact fact, Actor by) {
        var ticket = admin.ticket();
        texts.remove("");
        if (texts.isEmpty()) {
            throw nothingToRedact(ticket);
        }
        history.blank(texts, history.entry(ticket, fact, by));
        comments.blank(texts, ticket.id());
        ticket.redacted(texts, by);
        tickets.save(ticket);
    }

    private static ConflictException nothingToRedact(Ticket ticket) {
        return new ConflictException(
                "NOTHING_TO_REDACT",
                "It has no text, or only text that %s still has: edit the ticket first.".formatted(ticket.number()));
    }

    private static Set<String> said(Ticket ticket) {
        return Stream.of(ticket.title(), ticket.description(), TicketChanges.present(ticket, "tags"))
                .collect(Collectors.toSet());
    }

    private static Set<String> texts(Collection<HistoryEntry> entries) {
        return entries.stream().flatMap(HistoryEntry::texts).collect(Collectors.toCollection(HashSet::new));
    }

    private static Visibility readers(List<HistoryEntry> entries) {
        return entries.stream().anyMatch(entry -> entry.visibility() == Visibility.PUBLIC)
                ? Visibility.PUBLIC
                : Visibility.INTERNAL;
    }
}
