package io.ticketflow.report.subscription;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.session.Signatures;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.Settings;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Signed links with which the recipient of a report gets it no longer, without a sign-in (RFC 8058). A link does nothing else. */
@Component
@Transactional
public class LeaveLinks {

    /** The path of the page, below {@code APP_URL}. */
    public static final String PATH = "/reports/leave";

    private static final String PURPOSE = "leave a report";

    private final Signatures signatures;
    private final StoredSubscriptions stored;
    private final Directory directory;
    private final String page;

    LeaveLinks(Signatures signatures, StoredSubscriptions stored, Directory directory, Settings settings) {
        this.signatures = signatures;
        this.stored = stored;
        this.directory = directory;
        this.page = settings.appUrl().toString().replaceAll("/+$", "") + PATH;
    }

    String linkFor(UUID subscription, UUID person) {
        return "%s?subscription=%s&person=%s&signature=%s"
                .formatted(page, subscription, person, signatures.of(PURPOSE, text(subscription, person)));
    }

    private static String text(UUID subscription, UUID person) {
        return subscription + " " + person;
    }

    /** The person of the link, or 404 {@code NO_SUCH_LINK}. */
    public Person personOf(UUID subscription, UUID person, String signature) {
        if (!signatures.isGenuine(PURPOSE, text(subscription, person), signature)) {
            throw noSuchLink();
        }
        return directory.find(person).filter(Person::active).orElseThrow(LeaveLinks::noSuchLink);
    }

    private static NotFoundException noSuchLink() {
        return new NotFoundException("NO_SUCH_LINK", "This link is not complete, or its account has ended.");
    }

    /** The subscription, if the person gets its report. */
    @Transactional(readOnly = true)
    public Optional<Subscription> find(UUID subscription, Person person) {
        return stored.find(subscription).filter(found -> found.recipients().contains(person.id()));
    }

    /** The person gets the report no longer. A repetition changes nothing. */
    public void leave(UUID subscription, Person person) {
        stored.removeRecipient(subscription, person.id());
    }
}
