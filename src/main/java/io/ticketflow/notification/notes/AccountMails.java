package io.ticketflow.notification.notes;

import io.ticketflow.identity.AccountMail;
import io.ticketflow.platform.Settings;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private final String application;

    AccountMails(Outbox outbox, Settings settings) {
        this.outbox = outbox;
        this.application = settings.appName();
    }

    @EventListener
    void on(AccountMail mail) {
        outbox.add(mail.recipient(), subject(mail.purpose()), text(mail));
    }

    private String subject(AccountMail.Purpose purpose) {
        var subject =
                switch (purpose) {
                    case VERIFY_ADDRESS -> "Confirm your address for %s";
                    case ADDRESS_KNOWN -> "You have an account at %s already";
                    case RESET_PASSWORD -> "Set a new password for %s";
                    case INVITATION -> "Your account at %s";
                    case NEW_ADDRESS -> "Confirm your new address for %s";
                    case ADDRESS_CHANGED -> "Your account at %s has another address";
                    case PASSWORD_CHANGED -> "Your password for %s was changed";
                };
        return subject.formatted(application);
    }

    private String text(AccountMail mail) {
        return switch (mail.purpose()) {
            case VERIFY_ADDRESS ->
                paragraphs(
                        greeting(mail.fullName()),
                        "welcome to %s! Please open this link to confirm that this address is yours, with the password that you chose. It works for 24 hours."
                                .formatted(application),
                        needed(mail),
                        "If you did not register, another person did with your address: choose a password of your own there, and"
                                + " that person cannot use the account any more.");
            case ADDRESS_KNOWN ->
                paragraphs(
                        greeting(mail.fullName()),
                        ("a person, probably you, tried to register at %s with this address. It has an account already: just sign"
                                        + " in, and if you have lost the password, ask for a new one there.")
                                .formatted(application),
                        mail.link(),
                        "If it was not you, do nothing: nothing has changed, and the person has not learned that you have an"
                                + " account.");
            case RESET_PASSWORD ->
                paragraphs(
                        greeting(mail.fullName()),
                        "please open this link to set a new password for %s. It works once, within one hour."
                                .formatted(application),
                        needed(mail),
                        "If you did not ask for it, do nothing: your password stays as it is.");
            case INVITATION ->
                paragraphs(
                        greeting(mail.fullName()),
                        ("there is an account at %s for you. Please open this link to set your password. It works once, within 24"
                                        + " hours; the administrator who invited you can send another.")
                                .formatted(application),
                        needed(mail),
                        "If you do not know what this is about, do nothing: the account cannot be used without the link.");
            case NEW_ADDRESS ->
                paragraphs(
                        greeting(mail.fullName()),
                        ("your account at %s has this address now. Please open this link to confirm that it is yours, with your password."
                                        + " It works for 24 hours. You sign in with this address from then on.")
                                .formatted(application),
                        needed(mail),
                        "If you do not know what this is about, do nothing: the account cannot be used without the link.");
            case ADDRESS_CHANGED ->
                paragraphs(
                        greeting(mail.fullName()),
                        ("an administrator has given your account at %s another address. You sign in with that one from now on, and mails"
                                        + " go there. You have been signed out everywhere.")
                                .formatted(application),
                        "If you do not expect this, tell those who run %s.".formatted(application),
                        mail.link());
            case PASSWORD_CHANGED ->
                paragraphs(
                        greeting(mail.fullName()),
                        "the password of your account at %s was changed just now. If it was you, there is nothing to do."
                                .formatted(application),
                        "If it was not you, set a new one at once and tell those who run %s.".formatted(application),
                        mail.link());
        };
    }

    private static String greeting(String fullName) {
        return NAME.matcher(fullName).matches() ? "Hello " + fullName + "," : "Hello,";
    }

    private static String needed(AccountMail mail) {
        return Objects.requireNonNull(mail.link(), () -> mail.purpose() + " needs a link");
    }

    private static String paragraphs(@Nullable String... paragraphs) {
        return Arrays.stream(paragraphs).filter(Objects::nonNull).collect(Collectors.joining("\n\n"));
    }
}
