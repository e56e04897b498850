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

/** The files of tickets. The rules on who may add, read and delete a file are those of comments. */
@Component
@RepeatedWhenOvertaken
@Transactional
public class Attachments {

    /** As many files as a ticket may have. */
    public static final int MOST = 20;

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

    /** Makes the checks of {@link #attach} before the file is uploaded, so that a file that would be refused is refused early. */
    public void expect(String ref, Actor by) {
        var participant = participants.addingTo(ref, by);
        if (!participant.mayRead(Visibility.INTERNAL)) {
            participant.checkMayAdd(Visibility.PUBLIC);
        }
        checkRoom(participant);
    }

    /** Attaches a received file to a ticket. If the ticket was merged into another, the other one gets the file. */
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
        participants.attached(
                participant,
                visibility,
                Fact.changed(Action.ATTACHED, FIELD, null, attachment.fileName())
                        .readBy(visibility)
                        .about(attachment.id()),
                by);
        return attachment;
    }

    /** Counts the files that the caller may read, because a refusal must not tell a requester how many internal files there are. */
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

    /** Answers a file that the caller may read, or fails with 404 {@code ATTACHMENT_NOT_FOUND}. */
    @Transactional(readOnly = true)
    public Attachment read(String ref, UUID attachmentId, Actor by) {
        return readable(attachmentId, participants.at(ref, by));
    }

    /**
     * Deletes a file. The person who added it may do so for a short while; leads of the ticket's team and the roles above at any time. The history keeps the
     * file's name.
     */
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

    /** Deletes a redacted file unless it was deleted before. */
    @EventListener
    void on(TicketEvent.FileRedacted redacted) {
        find(redacted.attachmentId(), redacted.ticketId()).ifPresent(this::delete);
    }

    /** Blanks the name of a file when a history entry with that name is redacted. */
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
