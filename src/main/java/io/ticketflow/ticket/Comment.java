package io.ticketflow.ticket;

import io.ticketflow.platform.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A comment on a ticket, as it was written. */
@Entity
@Table(name = "comments")
public class Comment {

    /** Longest text of a comment, a description or a resolution, in characters. */
    public static final int MAX_LENGTH = 50_000;

    @Id
    private UUID id;

    private UUID ticketId;
    private @Nullable UUID authorId;
    private String body;

    @Enumerated(EnumType.STRING)
    private Visibility visibility;

    private @Nullable UUID replyToId;
    private Instant createdAt;
    private @Nullable Instant editedAt;
    private @Nullable Instant deletedAt;
    private @Nullable Instant redactedAt;

    protected Comment() {}

    Comment(
            UUID ticketId,
            @Nullable UUID authorId,
            String body,
            Visibility visibility,
            @Nullable UUID replyToId,
            Instant createdAt) {
        this.id = Ids.next();
        this.ticketId = ticketId;
        this.authorId = authorId;
        this.body = body;
        this.visibility = visibility;
        this.replyToId = replyToId;
        this.createdAt = createdAt;
    }

    void reword(String newBody, Instant now) {
        body = newBody;
        editedAt = now;
    }

    /**
     * Removes the text and keeps the comment's place for its replies. The place has the visibility of the replies, so only people who may read a reply see it.
     */
    void vacate(Visibility ofTheReplies, Instant now) {
        body = "";
        visibility = ofTheReplies;
        deletedAt = deletedAt == null ? now : deletedAt;
    }

    public UUID id() {
        return id;
    }

    public UUID ticketId() {
        return ticketId;
    }

    /** Null for the system. */
    public @Nullable UUID authorId() {
        return authorId;
    }

    /** Empty when the comment was deleted or redacted. */
    public String body() {
        return body;
    }

    public Visibility visibility() {
        return visibility;
    }

    /** The comment to which this one replies. */
    public @Nullable UUID replyToId() {
        return replyToId;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant editedAt() {
        return editedAt;
    }

    /** When the author deleted the comment; only its place remains, for its replies. */
    public @Nullable Instant deletedAt() {
        return deletedAt;
    }

    /** When the text was blanked. */
    public @Nullable Instant redactedAt() {
        return redactedAt;
    }

    boolean isDeleted() {
        return deletedAt != null;
    }
}
