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

/** Something said about a ticket, verbatim. */
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

    private Instant createdAt;

    protected Comment() {}

    Comment(UUID ticketId, @Nullable UUID authorId, String body, Visibility visibility, Instant createdAt) {
        this.id = Ids.next();
        this.ticketId = ticketId;
        this.authorId = authorId;
        this.body = body;
        this.visibility = visibility;
        this.createdAt = createdAt;
    }

    public UUID id() {
        return id;
    }

    public UUID ticketId() {
        return ticketId;
    }

    /** Null: the system. */
    public @Nullable UUID authorId() {
        return authorId;
    }

    public String body() {
        return body;
    }

    public Visibility visibility() {
        return visibility;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
