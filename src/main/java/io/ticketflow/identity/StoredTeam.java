package io.ticketflow.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of a team. Other code sees it as a {@link Team}. */
@Entity
@Table(name = "teams")
class StoredTeam {

    @Id
    private UUID id;

    @Version
    private @Nullable Long version;

    private String handle;
    private String name;

    @Column
    private @Nullable String description;

    private @Nullable UUID leadId;

    @Column
    private Instant createdAt;

    private @Nullable Instant endedAt;
    private @Nullable String slackWebhookUrl;
    private boolean slackInternal;

    /** For JPA. */
    protected StoredTeam() {}

    StoredTeam(UUID id, String handle, String name, @Nullable String description, Instant createdAt) {
        this.id = id;
        this.handle = handle;
        this.name = name;
        this.description = description;
        this.createdAt = createdAt;
    }

    void ledBy(@Nullable UUID personId) {
        leadId = personId;
    }

    void describe(String newName, @Nullable String newDescription) {
        name = newName;
        description = newDescription;
    }

    void end(Instant now) {
        endedAt = now;
        leadId = null;
    }

    void tellSlackAt(@Nullable String url) {
        slackWebhookUrl = url;
    }

    void markSlackInternal(boolean internal) {
        slackInternal = internal;
    }

    boolean isSlackInternal() {
        return slackInternal;
    }

    @Nullable
    String slackWebhookUrl() {
        return slackWebhookUrl;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    @Nullable
    String description() {
        return description;
    }

    @Nullable
    UUID leadId() {
        return leadId;
    }

    long version() {
        return version == null ? 0 : version;
    }

    Team toTeam() {
        return new Team(id, handle, name, leadId, slackWebhookUrl != null, slackInternal, endedAt);
    }
}
