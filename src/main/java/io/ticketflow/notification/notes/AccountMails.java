package io.ticketflow.notification.notes;

import io.ticketflow.identity.AccountMail;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes the mails about a person's account, in the transaction of the act that caused them. */
@Component
class AccountMails {

    /**
     * Matches only names that cannot pass for an address or a message. The person who registers chooses the name, and may have entered another person's
     * address.
     */
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,60}$)[\\p{L}\\p{M}]+(?:(?:[ '’-]|\\. )[\\p{L}\\p{M}]+)*\\.?");

    private final Outbox outbox;

    AccountMails(Outbox outbox) {
        this.outbox = outbox;
    }

    @EventListener
    void on(AccountMail mail) {
        var facts = Facts.none()
                .text(Fact.PERSON, NAME.matcher(mail.fullName()).matches() ? mail.fullName() : null)
                .text(Fact.LINK, linkOf(mail));
        outbox.add(
                mail.recipient(),
                messageFor(mail.purpose()),
                facts,
                mail.purpose().linkLasts());
    }

    private static Message messageFor(AccountMail.Purpose purpose) {
        return switch (purpose) {
            case VERIFY_ADDRESS -> Message.ACCOUNT_VERIFY_ADDRESS;
            case ADDRESS_KNOWN -> Message.ACCOUNT_ADDRESS_KNOWN;
            case RESET_PASSWORD -> Message.ACCOUNT_RESET_PASSWORD;
            case INVITATION -> Message.ACCOUNT_INVITATION;
            case NEW_ADDRESS -> Message.ACCOUNT_NEW_ADDRESS;
            case ADDRESS_CHANGED -> Message.ACCOUNT_ADDRESS_CHANGED;
            case PASSWORD_CHANGED -> Message.ACCOUNT_PASSWORD_CHANGED;
        };
    }

    private static @Nullable String linkOf(AccountMail mail) {
        return switch (mail.purpose()) {
            case ADDRESS_KNOWN, ADDRESS_CHANGED, PASSWORD_CHANGED -> mail.link();
            case VERIFY_ADDRESS, RESET_PASSWORD, INVITATION, NEW_ADDRESS ->
                Objects.requireNonNull(mail.link(), () -> mail.purpose() + " needs a link");
        };
    }
}
