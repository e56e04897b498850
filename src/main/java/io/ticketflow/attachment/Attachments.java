package io.ticketflow.attachment;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.Cursor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import io.ticketflow.ticket.Action;
import io.ticketflow.ticket.HistoryEntry.Fact;
import io.ticketflow.ticket.Participant;
import io.ticketflow.ticket.Participants;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.Visibility;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people hand over on a ticket. Who may add, read and take back a file is as with comments. */
@Component
@RepeatedWhenOvertaken
@Transactional
public class Attachments {

    private static final int MOST = 20;
    private static final String FIELD = "attachment";

    private final EntityManager entities;
    private final Participants participants;
    private final FileContents contents;
    private final Clock clock;

    Attachments(EntityManager entities, Participants participants, FileContents contents, Clock clock) {
        this.entities = entities;
        this.participants = participants;
        this.contents = contents;
        this.clock = clock;
    }

    /** Refuses before a file is taken in what {@link #attach} would refuse anyway. */
    public void expect(String ref, Actor by) {
        var participant = participants.addingTo(ref, by);
        if (!participant.mayRead(Visibility.INTERNAL)) {
            participant.checkMayAdd(Visibility.PUBLIC);
        }
        checkRoom(participant);
    }

    /** Puts a file that has arrived on a ticket; of one that was merged, on the ticket that it went on in. */
    public Attachment attach(String ref, ReceivedFile file, Visibility visibility, Actor by) {
        var participant = participants.addingTo(ref, by);
        participant.checkMayAdd(visibility);
        checkRoom(participant);
        var attachment = new Attachment(
                participant.ticket().id(),
                file,
                visibility,
                participant.person().id(),
                clock.instant());
        entities.persist(attachment);
        contents.keep(file.id());
        participants.added(
                participant,
                Fact.changed(Action.ATTACHED, FIELD, null, attachment.fileName())
                        .readBy(visibility)
                        .about(attachment.id()),
                by);
        return attachment;
    }

    /** Each counts what they see: a requester must not learn from a refusal how many internal files there are. */
    private void checkRoom(Participant participant) {
        if (count(participant) >= MOST) {
            throw new ConflictException(
                    "TOO_MANY_ATTACHMENTS",
                    "%s has %d files, which is as many as a ticket may have."
                            .formatted(participant.ticket().number(), MOST));
        }
    }

    /** The files that this caller may read, oldest first. */
    @Transactional(readOnly = true)
    public CursorList<Attachment> list(String ref, @Nullable String cursor, int limit, boolean withTotal, Actor by) {
        var reader = participants.at(ref, by);
        var found = entities.createQuery(
                        "from Attachment where ticketId = :ticket and visibility in :readable and id > :after order by id",
                        Attachment.class)
                .setParameter("ticket", reader.ticket().id())
                .setParameter("readable", readable(reader))
                .setParameter("after", Cursor.idBehind(cursor))
                .setMaxResults(limit + 1)
                .getResultList();
        return CursorList.of(found, limit, last -> Cursor.behind(last.id()), withTotal ? count(reader) : null);
    }

    private long count(Participant reader) {
        return entities.createQuery(
                        "select count(*) from Attachment where ticketId = :ticket and visibility in :readable",
                        Long.class)
                .setParameter("ticket", reader.ticket().id())
                .setParameter("readable", readable(reader))
                .getSingleResult();
    }

    private static List<Visibility> readable(Participant reader) {
        return reader.mayRead(Visibility.INTERNAL) ? List.of(Visibility.values()) : List.of(Visibility.PUBLIC);
    }

    /** One that the caller may read, or 404 {@code ATTACHMENT_NOT_FOUND}. */
    @Transactional(readOnly = true)
    public Attachment read(String ref, UUID attachmentId, Actor by) {
        return readable(attachmentId, participants.at(ref, by));
    }

    /** Takes a file away: whoever handed it over for a short while, leads of the team and those above at any time. History keeps its name. */
    public void remove(String ref, UUID attachmentId, Actor by) {
        var participant = participants.lockedAt(ref, by);
        var attachment = readable(attachmentId, participant);
        if (!participant.leads()) {
            participant.checkMayTakeBack(attachment.uploadedById(), attachment.createdAt(), clock.instant());
        }
        delete(attachment);
        participants.acted(
                participant,
                Fact.changed(Action.ATTACHMENT_DELETED, FIELD, attachment.fileName(), null)
                        .readBy(attachment.visibility())
                        .about(attachment.id()),
                by);
    }

    /** A file that should never have been handed over is removed, unless somebody has taken it away before. */
    @EventListener
    void on(TicketEvent.FileRedacted redacted) {
        find(redacted.attachmentId(), redacted.ticketId()).ifPresent(this::delete);
    }

    /** The name of a file is blanked when an entry of the history that has it is redacted. */
    @EventListener
    void on(TicketEvent.Redacted redacted) {
        entities.createNativeQuery(
                        "update attachments set file_name = :unnamed where ticket_id = :ticket and file_name = any(:texts)")
                .setParameter("unnamed", FileName.UNNAMED)
                .setParameter("ticket", redacted.ticketId())
                .setParameter("texts", redacted.texts().toArray(String[]::new))
                .executeUpdate();
    }

    private void delete(Attachment attachment) {
        entities.remove(attachment);
        entities.flush();
        contents.remove(attachment.fileId());
    }

    private Optional<Attachment> find(UUID attachmentId, UUID ticketId) {
        return Optional.ofNullable(entities.find(Attachment.class, attachmentId))
                .filter(attachment -> attachment.ticketId().equals(ticketId));
    }

    private Attachment readable(UUID attachmentId, Participant participant) {
        return find(attachmentId, participant.ticket().id())
                .filter(attachment -> participant.mayRead(attachment.visibility()))
                .orElseThrow(() -> new NotFoundException(
                        "ATTACHMENT_NOT_FOUND",
                        "There is no such file on %s."
                                .formatted(participant.ticket().number())));
    }
}
