package io.ticketflow.notification;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.session.Signatures;
import io.ticketflow.notification.PreferencesEdit.WaysEdit;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.Settings;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Signed links with which the recipient of a mail turns off mails about its event without a sign-in (RFC 8058). A link works for as long as the secret of the
 * application stays the same, and does nothing else, so a person who gets hold of it learns and changes nothing more.
 */
@Component
public class TurnOffLinks {

    /** The path of the page, below {@code APP_URL}. */
    public static final String PATH = "/notifications/turn-off";

    private static final String PURPOSE = "turn off mails";

    private final Signatures signatures;
    private final Preferences preferences;
    private final Directory directory;
    private final String page;

    TurnOffLinks(Signatures signatures, Preferences preferences, Directory directory, Settings settings) {
        this.signatures = signatures;
        this.preferences = preferences;
        this.directory = directory;
        this.page = settings.appUrl().toString().replaceAll("/+$", "") + PATH;
    }

    public String linkFor(UUID person, Event event) {
        return "%s?person=%s&event=%s&signature=%s"
                .formatted(page, person, event, signatures.of(PURPOSE, text(person, event)));
    }

    private static String text(UUID person, Event event) {
        return person + " " + event;
    }

    /** The person of the link, or 404 {@code NO_SUCH_LINK}. */
    public Person personOf(UUID person, Event event, String signature) {
        if (!signatures.isGenuine(PURPOSE, text(person, event), signature)) {
            throw noSuchLink();
        }
        return directory.find(person).filter(Person::active).orElseThrow(TurnOffLinks::noSuchLink);
    }

    private static NotFoundException noSuchLink() {
        return new NotFoundException("NO_SUCH_LINK", "This link is not complete, or its account has ended.");
    }

    /** Turns mails about the event off, or on again. */
    @SuppressWarnings("NullOptional") // absent: the quiet hours stay
    public void turn(boolean on, Person person, Event event) {
        preferences.change(
                person.id(), new PreferencesEdit(Map.of(event.name(), new WaysEdit(on, null, null, null)), null));
    }
}
