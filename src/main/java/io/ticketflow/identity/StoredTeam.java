package io.ticketflow.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A team's row. Everybody else sees it as a {@link Team}. */
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

    /** For JPA. */
    protected StoredTeam() {}

    StoredTeam(UUID id, String handle, String name, @Nullable String description, Instant createdAt) {
        this.id = id;
        this.handle = handle;
        this.name = name;
        this.description = description;
        this.createdAt = createdAt;
    }

    void ledBy(UUID personId) {
        leadId = personId;
    }

    Team toTeam() {
        return new Team(id, handle, name, leadId);
    }
}
