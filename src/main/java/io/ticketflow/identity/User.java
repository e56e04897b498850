package io.ticketflow.identity;

import io.ticketflow.platform.InvalidException;
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
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person's account. The other modules see it as a {@link Person}. */
@Entity
@Table(name = "users")
@SecondaryTable(name = "team_members", pkJoinColumns = @PrimaryKeyJoinColumn(name = "user_id"))
class User implements SignInAccount {

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

    /** Whether this person has ever confirmed an address. A new address has to be confirmed again, but the account is theirs. */
    private boolean everVerified;

    private @Nullable String passwordHash;

    private byte @Nullable [] mfaSecret;
    private boolean mfaEnabled;
    private long mfaLastStep;

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

    User(UUID id, String handle, NewPerson newPerson, Instant createdAt) {
        this.id = id;
        this.handle = handle;
        this.email = newPerson.email();
        this.fullName = newPerson.fullName();
        this.phone = newPerson.phone();
        this.role = newPerson.role();
        this.processOwner = newPerson.processOwner();
        this.maxOpenTickets = newPerson.maxOpenTickets();
        this.createdAt = createdAt;
    }

    void markProcessOwner(boolean owner) {
        processOwner = owner;
    }

    void rename(String name) {
        fullName = name;
    }

    void callAt(@Nullable String number) {
        phone = number;
    }

    /** Writes the same address in another form, so it stays confirmed. */
    void respell(String address) {
        email = address;
    }

    void moveTo(String address) {
        email = address;
        emailVerified = false;
    }

    void liveIn(String zone) {
        timezone = zone;
    }

    void speak(String language) {
        locale = language;
    }

    void become(Role next) {
        role = next;
    }

    void takeAtMost(int openTickets) {
        maxOpenTickets = openTickets;
    }

    @Override
    public void setPasswordHash(String passwordHash) {
        this.passwordHash = passwordHash;
    }

    @Override
    public void verifyEmail() {
        emailVerified = true;
        everVerified = true;
    }

    /** Takes effect when the second factor is turned on. */
    @Override
    public void setMfaSecret(byte[] secret) {
        mfaSecret = secret;
        mfaLastStep = 0;
    }

    @Override
    public void enableMfa() {
        mfaEnabled = true;
    }

    @Override
    public void disableMfa() {
        mfaEnabled = false;
        mfaSecret = null;
    }

    /** Codes of this step and earlier ones are not accepted again. */
    @Override
    public void mfaStepUsed(long step) {
        mfaLastStep = step;
    }

    void join(@Nullable UUID team) {
        teamId = team;
    }

    void forgetAllBut(Set<String> names) {
        skills.retainAll(names);
    }

    void learn(Set<String> names) {
        skills.addAll(names);
    }

    void become(Availability next, @Nullable Instant until) {
        if (until != null && next != Availability.AWAY) {
            throw InvalidException.field("awayUntil", "goes with AWAY only");
        }
        availability = next;
        awayUntil = until;
    }

    void deactivate() {
        active = false;
    }

    void activate() {
        active = true;
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
                maxOpenTickets,
                ZoneId.of(timezone),
                Locale.forLanguageTag(locale));
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public String handle() {
        return handle;
    }

    @Override
    public String email() {
        return email;
    }

    @Override
    public boolean isMfaEnabled() {
        return mfaEnabled;
    }

    @Override
    public byte @Nullable [] mfaSecret() {
        return mfaSecret;
    }

    @Override
    public long mfaLastStep() {
        return mfaLastStep;
    }

    @Nullable
    String phone() {
        return phone;
    }

    @Override
    public String fullName() {
        return fullName;
    }

    Role role() {
        return role;
    }

    boolean isProcessOwner() {
        return processOwner;
    }

    long version() {
        return version == null ? 0 : version;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public boolean isEmailVerified() {
        return emailVerified;
    }

    @Override
    public boolean wasEverVerified() {
        return everVerified;
    }

    @Override
    public @Nullable String passwordHash() {
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

    @Override
    public @Nullable Instant lastLoginAt() {
        return lastLoginAt;
    }

    Instant createdAt() {
        return createdAt;
    }
}
