package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.IN_PROGRESS;
import static io.ticketflow.ticket.TicketStatus.OPEN;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.Cursor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import io.ticketflow.platform.VisibleText;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The comments on a ticket. A comment does not change the ticket's version, because a requester must not notice an internal note. Its consequences may change
 * it, such as the first response.
 */
@Component
@RepeatedWhenOvertaken
@Transactional
public class Conversation {

    private final Participants participants;
    private final Comments comments;
    private final Tickets tickets;
    private final Turns turns;
    private final Lifecycle lifecycle;
    private final Clock clock;

    Conversation(
            Participants participants,
            Comments comments,
            Tickets tickets,
            Turns turns,
            Lifecycle lifecycle,
            Clock clock) {
        this.participants = participants;
        this.comments = comments;
        this.tickets = tickets;
        this.turns = turns;
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    /**
     * Adds a comment. A public comment of a requester is the answer for which the ticket may be waiting. The assignee's first public comment is the first
     * response and starts the work. On a solved ticket a public comment of a person who is not staff stops the wait for a yes until staff have answered. A
     * comment on a merged ticket goes to the ticket into which it was merged.
     *
     * @param replyTo the comment to which this one replies; it must be at least as visible
     */
    public Comment say(String ref, String body, Visibility visibility, @Nullable UUID replyTo, Actor by) {
        return say(participants.addingTo(ref, by), body, visibility, replyTo, by);
    }

    /** Like {@link #say}, for a door that does not ask for the visibility: what the requester says is public, and what other staff say is internal. */
    public Comment say(String ref, String body, Actor by) {
        var participant = participants.addingTo(ref, by);
        return say(participant, body, participant.usualVisibility(), null, by);
    }

    private Comment say(Participant participant, String body, Visibility visibility, @Nullable UUID replyTo, Actor by) {
        participant.checkMayAdd(visibility);
        checkBody(body);
        if (replyTo != null) {
            checkReply(participant, replyTo, visibility);
        }
        var ticket = participant.ticket();
        var comment = comments.add(ticket, body, visibility, replyTo, by);
        if (participant.person().isStaff()) {
            ticket.staffActed(clock.instant());
        }
        if (visibility == Visibility.PUBLIC) {
            if (participant.speaksAsRequester()) {
                answer(ticket, by);
            } else if (participant.person().isStaff()) {
                respond(participant, by);
            }
            turns.pass(participant, by);
        }
        tickets.save(ticket);
        return comment;
    }

    private static void checkBody(String body) {
        TicketText.check("body", body);
        if (!VisibleText.is(body)) {
            throw InvalidException.field("body", "must not be empty");
        }
    }

    /** A comment that the caller may not read is answered like an unknown one. */
    private void checkReply(Participant participant, UUID replyTo, Visibility visibility) {
        var answered = readable(replyTo, participant)
                .orElseThrow(() -> InvalidException.field("replyTo", "is no comment on this ticket"));
        if (visibility == Visibility.PUBLIC && answered.visibility() == Visibility.INTERNAL) {
            throw InvalidException.field("visibility", "must be INTERNAL, like the comment to which it replies");
        }
    }

    private Optional<Comment> readable(UUID commentId, Participant participant) {
        return comments.find(commentId, participant.ticket().id())
                .filter(comment -> participant.mayRead(comment.visibility()));
    }

    private void answer(Ticket ticket, Actor by) {
        if (!ticket.waitsForAnswer() || !ticket.isAtRest()) {
            return;
        }
        var offered = lifecycle.transitions(ticket, null);
        Transition.answering(offered).ifPresent(key -> {
            ticket.answered();
            lifecycle.move(ticket, key, MoveDetails.NONE, by);
        });
    }

    private void respond(Participant staff, Actor by) {
        var ticket = staff.ticket();
        var person = staff.person();
        var first = ticket.respond(by, clock.instant());
        var theirs =
                Rights.isAssignee(person, ticket) || (ticket.assigneeId() == null && person.isInTeam(ticket.teamId()));
        if (!first) {
            return;
        }
        var startsWork = theirs && ticket.status() == OPEN && ticket.isAtRest()
                ? Transition.keyTo(IN_PROGRESS, lifecycle.transitions(ticket, null))
                : Optional.<String>empty();
        if (startsWork.isPresent()) {
            lifecycle.move(ticket, startsWork.get(), MoveDetails.NONE, by);
        } else {
            // Saves the ticket first, so that the clock has stopped before its timers ask for their dates.
            tickets.save(ticket);
            lifecycle.changed(ticket, by);
        }
    }

    /** The comments that this caller may read, oldest first. */
    @Transactional(readOnly = true)
    public CursorList<Comment> read(String ref, @Nullable String cursor, int limit, boolean withTotal, Actor by) {
        var reader = participants.at(ref, by);
        var ticket = reader.ticket().id();
        var internalToo = reader.mayRead(Visibility.INTERNAL);
        var found = comments.of(ticket, internalToo, Cursor.idBehind(cursor), limit + 1);
        var total = withTotal ? comments.count(ticket, internalToo) : null;
        return CursorList.of(found, limit, last -> Cursor.behind(last.id()), total);
    }

    /**
     * The question for whose answer the ticket waits, as its author last wrote it. Empty when the ticket waits for no answer, or when the question was deleted or
     * redacted. For callers who may see the ticket.
     */
    @Transactional(readOnly = true)
    public Optional<String> question(Ticket ticket) {
        return Optional.ofNullable(ticket.questionId())
                .filter(asked -> ticket.waitsForAnswer())
                .flatMap(asked -> comments.find(asked, ticket.id()))
                .map(Comment::body)
                .filter(VisibleText::is);
    }

    /** A comment that this caller may read. */
    @Transactional(readOnly = true)
    public Comment find(String ref, UUID commentId, Actor by) {
        return existing(commentId, participants.at(ref, by));
    }

    /**
     * Changes the text of the author's comment. No person is notified again.
     *
     * @param visibility null keeps it; a comment that people have read cannot be hidden from them
     */
    public Comment reword(String ref, UUID commentId, String body, @Nullable Visibility visibility, Actor by) {
        var author = participants.lockedAt(ref, by);
        var comment = own(commentId, author);
        checkBody(body);
        if (visibility != null && visibility != comment.visibility()) {
            throw InvalidException.field("visibility", "cannot be changed");
        }
        if (!body.equals(comment.body())) {
            comments.reword(comment, body, author.ticket(), by);
        }
        return comment;
    }

    /** Deletes the author's comment; the history keeps the text. */
    public void takeBack(String ref, UUID commentId, Actor by) {
        var author = participants.lockedAt(ref, by);
        comments.delete(own(commentId, author), author.ticket(), by);
    }

    private Comment own(UUID commentId, Participant author) {
        var comment = existing(commentId, author);
        author.checkMayTakeBack(comment.authorId(), comment.createdAt(), clock.instant());
        if (comment.redactedAt() != null) {
            throw new ConflictException("REDACTED", "An administrator has blanked it.");
        }
        return comment;
    }

    private Comment existing(UUID commentId, Participant reader) {
        return readable(commentId, reader)
                .orElseThrow(() -> new NotFoundException(
                        "COMMENT_NOT_FOUND",
                        "There is no such comment on %s."
                                .formatted(reader.ticket().number())));
    }
}
