package io.ticketflow.identity.session;

import io.ticketflow.identity.AccountMail;
import io.ticketflow.identity.AccountMail.Purpose;
import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.identity.SignInAccount;
import io.ticketflow.identity.SignInAccounts;
import io.ticketflow.platform.Ids;
import io.ticketflow.platform.Settings;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Links in mails. Each works once and for a limited time, and only the last one that was sent for a purpose works. */
@Component
class MailedTokens {

    /** SQL: one statement replaces a link or uses it up, so that a link works once. */
    private final JdbcClient jdbc;

    private final SignInAccounts accounts;
    private final Settings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    MailedTokens(
            JdbcClient jdbc,
            SignInAccounts accounts,
            Settings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /** Sends an invitation to a person who has to choose their first password. */
    @EventListener
    void on(IdentityEvent.Invited invited) {
        send(accounts.existing(invited.userId()), Purpose.INVITATION);
    }

    /** Sends a link that confirms a new address, unless it is confirmed, and tells the former one; a person who has no password yet is invited again. */
    @Transactional
    public void sendToNewAddress(UUID userId, String former) {
        var account = accounts.existing(userId);
        if (!account.isActive()) {
            return;
        }
        if (account.passwordHash() == null) {
            send(account, Purpose.INVITATION);
            return;
        }
        if (!account.isEmailVerified()) {
            send(account, Purpose.VERIFY_ADDRESS, Purpose.NEW_ADDRESS);
        }
        events.publishEvent(new AccountMail(former, Purpose.ADDRESS_CHANGED, null, account.fullName()));
    }

    /** Sends a person a mail with a new link. */
    @Transactional
    public void send(SignInAccount account, Purpose purpose) {
        send(account, purpose, purpose);
    }

    private void send(SignInAccount account, Purpose purpose, Purpose words) {
        var token = OpaqueToken.make();
        var now = clock.instant();
        var lifetime = Objects.requireNonNull(purpose.linkLasts(), () -> purpose + " has no link that ends");
        jdbc.sql("""
                        insert into mailed_tokens (id, user_id, purpose, token_hash, created_at, expires_at)
                        values (:id, :user, :purpose, :hash, :now, :expires)
                        on conflict (user_id, purpose) do update set
                            token_hash = excluded.token_hash, created_at = excluded.created_at, expires_at = excluded.expires_at""")
                .param("id", Ids.next())
                .param("user", account.id())
                .param("purpose", purpose.name())
                .param("hash", token.hash())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("expires", now.plus(lifetime).atOffset(ZoneOffset.UTC))
                .update();
        var page = purpose == Purpose.VERIFY_ADDRESS ? "/verify-email" : "/reset-password";
        var link = settings.appUrl().resolve(page + "?token=" + token.value());
        events.publishEvent(new AccountMail(account.email(), words, link.toString(), account.fullName()));
    }

    /** The person for whom the link was sent, if it is still valid. */
    Optional<SignInAccount> owner(String token) {
        return jdbc.sql("select user_id from mailed_tokens where token_hash = :hash and expires_at > :now")
                .param("hash", OpaqueToken.hash(token))
                .param("now", now())
                .query(UUID.class)
                .optional()
                .flatMap(accounts::find)
                .filter(SignInAccount::isActive);
    }

    /** Uses up a link. Answers the person for whom it was sent, if it was valid for this purpose. */
    @Transactional
    public Optional<SignInAccount> take(String token, Purpose purpose) {
        return jdbc.sql("""
                        delete from mailed_tokens where token_hash = :hash and purpose = :purpose and expires_at > :now
                        returning user_id""")
                .param("hash", OpaqueToken.hash(token))
                .param("purpose", purpose.name())
                .param("now", now())
                .query(UUID.class)
                .optional()
                .flatMap(accounts::find)
                .filter(SignInAccount::isActive);
    }

    /** Ends all links that were sent to a person. */
    @Transactional
    public void forget(UUID userId) {
        jdbc.sql("delete from mailed_tokens where user_id = :user")
                .param("user", userId)
                .update();
    }

    /** Deletes links that cannot be used any more. */
    @Transactional
    public void tidy() {
        jdbc.sql("delete from mailed_tokens where expires_at < :now")
                .param("now", now())
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
