package io.ticketflow.identity.session;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import java.util.Optional;
import org.springframework.modulith.NamedInterface;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Finds the person for whom the token of a request is valid. */
@Component
@NamedInterface("session")
public class BearerTokens {

    private final AccessTokens accessTokens;
    private final PersonalTokens personalTokens;
    private final Sessions sessions;
    private final Directory directory;

    BearerTokens(AccessTokens accessTokens, PersonalTokens personalTokens, Sessions sessions, Directory directory) {
        this.accessTokens = accessTokens;
        this.personalTokens = personalTokens;
        this.sessions = sessions;
        this.directory = directory;
    }

    /** An access token is valid while its session is valid, a personal token until it ends; both only while the account is active. */
    public Optional<Authentication> authenticate(String token) {
        return token.startsWith(PersonalTokens.PREFIX)
                ? personalTokens.authenticate(token)
                : accessTokens
                        .read(token)
                        .filter(said -> sessions.isLive(said.sessionId()))
                        .flatMap(said -> directory
                                .find(said.userId())
                                .filter(Person::active)
                                .map(person -> SignedIn.byAccessToken(person, said.sessionId(), said.until())));
    }
}
