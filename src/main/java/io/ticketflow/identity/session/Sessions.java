package io.ticketflow.identity.session;

import com.github.benmanes.caffeine.cache.Cache;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.SignInAccount;
import io.ticketflow.identity.SignInSettings;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.ShortMemory;
import io.ticketflow.platform.web.Client;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The sessions of people. A session that is ended is refused at every door: on this node at once, on others within a second. */
@NamedInterface("session")
@Component
public class Sessions {

    /** A session as its owner sees it. */
    public record SessionView(
            UUID id,
            Instant createdAt,
            Instant lastSeenAt,
            @Nullable String ip,
            @Nullable String userAgent,
            boolean current) {}

    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    /** How long a browser's session lasts without a request; the server forgets its cookie after the same time. */
    private static final Duration IDLE = Duration.ofMinutes(30);

    private static final Duration SEEN_AGAIN = Duration.ofMinutes(1);

    private final UserSessions sessions;
    private final PersonalTokens tokens;
    private final PasswordAuthentication passwords;
    private final Directory directory;
    private final AuditTrail audit;
    private final Duration refreshTokenLifetime;
    private final Clock clock;
    private final Cache<UUID, Boolean> live;
    private final Cache<UUID, Boolean> justSeen;

    Sessions(
            UserSessions sessions,
            PersonalTokens tokens,
            PasswordAuthentication passwords,
            Directory directory,
            AuditTrail audit,
            SignInSettings settings,
            Clock clock) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.passwords = passwords;
        this.directory = directory;
        this.audit = audit;
        this.refreshTokenLifetime = settings.refreshTokenLifetime();
        this.clock = clock;
        this.live = ShortMemory.of("sessions.live", REMEMBERED, clock);
        this.justSeen = ShortMemory.of("sessions.just-seen", SEEN_AGAIN, clock);
    }

    /** Whether the person is still signed in: the session or token was not ended and has not expired, and the account is active. */
    public boolean isCurrent(SignedIn signedIn) {
        return (signedIn.until() == null || clock.instant().isBefore(signedIn.until()))
                && directory.find(signedIn.userId()).filter(Person::active).isPresent()
                && (signedIn.sessionId() == null || isLive(signedIn.sessionId()))
                && (signedIn.tokenId() == null || tokens.isLive(signedIn.tokenId()));
    }

    /** The sessions of the caller, the latest first. */
    @Transactional(readOnly = true)
    public List<SessionView> of(SignedIn caller) {
        return sessions.liveOf(caller.userId(), clock.instant()).stream()
                .map(session -> new SessionView(
                        session.id(),
                        session.createdAt(),
                        session.lastSeenAt(),
                        session.ip(),
                        session.userAgent(),
                        session.id().equals(caller.sessionId())))
                .toList();
    }

    /** Ends one of the caller's own sessions, or 404. */
    @Transactional
    public void end(UUID sessionId, Actor by) {
        var session = sessions.findById(sessionId)
                .filter(found -> found.userId().equals(by.userId()) && found.isLive(clock.instant()))
                .orElseThrow(
                        () -> new NotFoundException("SESSION_NOT_FOUND", "There is no session " + sessionId + "."));
        revoke(session);
        audit.record(AuditType.SESSION_ENDED, by, session.userId(), Map.of("session", sessionId));
    }

    /** Signs out. */
    @Transactional
    public void signOut(UUID sessionId, Actor by) {
        sessions.findById(sessionId)
                .filter(session -> session.isLive(clock.instant()))
                .ifPresent(session -> {
                    revoke(session);
                    audit.record(AuditType.SIGNED_OUT, by, session.userId(), Map.of("session", sessionId));
                });
    }

    /**
     * Ends all sessions of a person.
     *
     * @param except the session that stays
     */
    @Transactional
    void endAll(UUID userId, @Nullable UUID except) {
        sessions.liveOf(userId, clock.instant()).stream()
                .filter(session -> !session.id().equals(except))
                .forEach(this::revoke);
    }

    /** Opens a session for a person whose password was checked; empty when the password was changed in the meantime. */
    @Transactional
    Optional<UserSession> open(SignInAccount account, SessionKind kind, Client client, String how) {
        if (!passwords.signedIn(account, client, how)) {
            return Optional.empty();
        }
        var now = clock.instant();
        return Optional.of(sessions.save(new UserSession(account.id(), kind, client, now, expiry(kind, now))));
    }

    /** Like {@link #open}, for a browser. Answers the session's id. */
    @Transactional
    public Optional<UUID> openInBrowser(SignInAccount account, Client client) {
        return open(account, SessionKind.WEB, client, "browser").map(UserSession::id);
    }

    boolean isLive(UUID sessionId) {
        return live.get(sessionId, id -> sessions.findById(id)
                .filter(session -> session.isLive(clock.instant()))
                .isPresent());
    }

    /** Records that the session is in use, which extends it to its full length. Written once a minute. */
    @Transactional
    public void seen(UUID sessionId) {
        if (justSeen.asMap().putIfAbsent(sessionId, true) == null) {
            sessions.findById(sessionId).ifPresent(this::goesOn);
        }
    }

    void goesOn(UserSession session) {
        var now = clock.instant();
        session.seen(now, expiry(session.kind(), now));
    }

    void revoke(UserSession session) {
        session.revoke(clock.instant());
        ShortMemory.nowAndAtTheEnd(() -> live.invalidate(session.id()));
    }

    private Instant expiry(SessionKind kind, Instant now) {
        return now.plus(kind == SessionKind.WEB ? IDLE : refreshTokenLifetime);
    }
}
