package io.ticketflow.identity;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person's account. The other modules see it as a {@link Person}. */
@Entity
@Table(name = "users")
@SecondaryTable(name = "team_members", pkJoinColumns = @PrimaryKeyJoinColumn(name = "user_id"))
class User {

    @Id
    private UUID id;

    @Version
    private @Nullable Long version;

    private String handle;
    private String email;
    private String fullName;
    private @Nullable String phone;

    @Enumerated(EnumType.STRING)
    private Role role;

    private boolean processOwner;
    private boolean active = true;
    private boolean emailVerified;
    private @Nullable String passwordHash;

    @Enumerated(EnumType.STRING)
    private Availability availability = Availability.AVAILABLE;

    @Column(name = "away_until_at")
    private @Nullable Instant awayUntil;

    private int maxOpenTickets;
    private String timezone = "UTC";
    private String locale = "en";

    @Column(name = "last_login_at")
    private @Nullable Instant lastLoginAt;

    private Instant createdAt;

    @Column(table = "team_members")
    private @Nullable UUID teamId;

    @ElementCollection
    @CollectionTable(name = "user_skills", joinColumns = @JoinColumn(name = "user_id"))
    @Column(name = "skill")
    private Set<String> skills = new HashSet<>();

    /** For JPA. */
    protected User() {}

    User(UUID id, String handle, String email, String fullName, Role role, int maxOpenTickets, Instant createdAt) {
        this.id = id;
        this.handle = handle;
        this.email = email;
        this.fullName = fullName;
        this.role = role;
        this.maxOpenTickets = maxOpenTickets;
        this.createdAt = createdAt;
    }

    void markProcessOwner() {
        processOwner = true;
    }

    /** Whoever sets a password for somebody, or chose one by a mailed link, vouches for the address. */
    void setPasswordHash(String passwordHash) {
        this.passwordHash = passwordHash;
        this.emailVerified = true;
    }

    void join(@Nullable UUID team) {
        teamId = team;
    }

    void learn(Set<String> names) {
        skills.addAll(names);
    }

    void become(Availability availability, @Nullable Instant awayUntil) {
        this.availability = availability;
        this.awayUntil = availability == Availability.AWAY ? awayUntil : null;
    }

    void deactivate() {
        active = false;
    }

    boolean isAvailable(Instant now) {
        return availability == Availability.AVAILABLE || (awayUntil != null && !awayUntil.isAfter(now));
    }

    boolean isInTeam(@Nullable UUID team) {
        return team != null && team.equals(teamId);
    }

    Person toPerson(Instant now) {
        return new Person(
                id,
                handle,
                email,
                fullName,
                phone,
                role,
                processOwner,
                active,
                isAvailable(now),
                teamId,
                skills,
                maxOpenTickets);
    }

    UUID id() {
        return id;
    }

    @Nullable
    String phone() {
        return phone;
    }

    boolean isEmailVerified() {
        return emailVerified;
    }

    @Nullable
    String passwordHash() {
        return passwordHash;
    }

    Availability availability() {
        return availability;
    }

    @Nullable
    Instant awayUntil() {
        return awayUntil;
    }

    String timezone() {
        return timezone;
    }

    String locale() {
        return locale;
    }

    @Nullable
    Instant lastLoginAt() {
        return lastLoginAt;
    }

    Instant createdAt() {
        return createdAt;
    }
}
