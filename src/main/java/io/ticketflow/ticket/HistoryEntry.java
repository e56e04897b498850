package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One fact of a ticket's past. It is never changed or deleted; only its texts can be blanked, by another entry that records it (ADR 0014). */
@Entity
@Immutable
@Table(name = "ticket_history")
public class HistoryEntry {

    /** The fields whose values people write freely. All other fields have values from fixed sets. */
    static final Set<String> WRITTEN_FIELDS =
            Set.of("title", "description", "tags", "resolution", "comment", "attachment");

    @Id
    private UUID id;

    private UUID ticketId;
    private Instant at;
    private @Nullable UUID actorId;

    @Enumerated(EnumType.STRING)
    private Action action;

    private @Nullable String field;
    private @Nullable String fromValue;
    private @Nullable String toValue;
    private @Nullable String reason;

    @Enumerated(EnumType.STRING)
    private Visibility visibility;

    @Enumerated(EnumType.STRING)
    private Actor.Source source;

    private @Nullable String ip;
    private @Nullable String requestId;
    private @Nullable UUID subjectId;
    private @Nullable UUID redactedById;

    protected HistoryEntry() {}

    HistoryEntry(UUID ticketId, Instant at, Fact fact, Actor by) {
        this.id = Ids.next();
        this.ticketId = ticketId;
        this.at = at;
        this.actorId = by.userId();
        this.action = fact.action();
        this.field = fact.field();
        this.fromValue = fact.from();
        this.toValue = fact.to();
        this.reason = fact.reason();
        this.visibility = fact.visibility();
        this.source = by.source();
        this.ip = by.ip();
        this.requestId = by.requestId();
        this.subjectId = fact.subject();
    }

    /**
     * A fact to be recorded.
     *
     * @param field the changed field, if there is one
     * @param visibility requesters read only public entries
     * @param subject the comment or file that the entry is about
     */
    public record Fact(
            Action action,
            @Nullable String field,
            @Nullable String from,
            @Nullable String to,
            @Nullable String reason,
            Visibility visibility,
            @Nullable UUID subject) {

        public static Fact of(Action action) {
            return new Fact(action, null, null, null, null, Visibility.PUBLIC, null);
        }

        public static Fact changed(Action action, String field, @Nullable Object from, @Nullable Object to) {
            return new Fact(
                    action,
                    field,
                    from == null ? null : from.toString(),
                    to == null ? null : to.toString(),
                    null,
                    Visibility.PUBLIC,
                    null);
        }

        public Fact because(@Nullable String why) {
            return new Fact(action, field, from, to, why, visibility, subject);
        }

        public Fact internally() {
            return readBy(Visibility.INTERNAL);
        }

        public Fact readBy(Visibility readers) {
            return new Fact(action, field, from, to, reason, readers, subject);
        }

        public Fact about(UUID thing) {
            return new Fact(action, field, from, to, reason, visibility, thing);
        }
    }

    public UUID id() {
        return id;
    }

    public UUID ticketId() {
        return ticketId;
    }

    public Instant at() {
        return at;
    }

    public @Nullable UUID actorId() {
        return actorId;
    }

    public Action action() {
        return action;
    }

    public @Nullable String field() {
        return field;
    }

    public @Nullable String from() {
        return fromValue;
    }

    public @Nullable String to() {
        return toValue;
    }

    public @Nullable String reason() {
        return reason;
    }

    public Visibility visibility() {
        return visibility;
    }

    public Actor.Source source() {
        return source;
    }

    public @Nullable String ip() {
        return ip;
    }

    public @Nullable String requestId() {
        return requestId;
    }

    /** The texts in the entry that a person wrote. */
    Stream<String> texts() {
        var written = field != null && WRITTEN_FIELDS.contains(field);
        return Stream.of(reason, written ? fromValue : null, written ? toValue : null)
                .flatMap(Stream::ofNullable);
    }

    /** Whether texts in the entry were blanked. */
    public boolean isRedacted() {
        return redactedById != null;
    }

    /** The comment or file that the entry is about; it may have been deleted. */
    public @Nullable UUID subjectId() {
        return subjectId;
    }
}
