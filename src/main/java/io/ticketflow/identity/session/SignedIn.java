package io.ticketflow.identity.session;

import io.ticketflow.identity.Person;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A signed-in person in the security context of the doors. The name is the handle.
 *
 * @param sessionId the session of the access token or the browser; null after a sign-in by password or personal token
 * @param tokenId the personal token; null after any other sign-in
 * @param until when the access token expires; null after any other sign-in
 */
@NamedInterface("session")
public record SignedIn(
        UUID userId,
        String handle,
        @Nullable UUID sessionId,
        @Nullable UUID tokenId,
        @Nullable Instant until) implements AuthenticatedPrincipal {

    @Override
    public String getName() {
        return handle;
    }

    /** Whether only the routes of the token's scopes are allowed. */
    public boolean isByPersonalToken() {
        return tokenId != null;
    }

    /** Whether the caller signed in at our sign-in page, and the cookie of a browser says so. */
    public boolean isInBrowser() {
        return sessionId != null && until == null;
    }

    public static Authentication inSession(Person person, @Nullable UUID sessionId) {
        return authenticated(new SignedIn(person.id(), person.handle(), sessionId, null, null), person, List.of());
    }

    static Authentication byAccessToken(Person person, UUID sessionId, Instant until) {
        return authenticated(new SignedIn(person.id(), person.handle(), sessionId, null, until), person, List.of());
    }

    static Authentication byToken(Person person, UUID tokenId, Collection<Scope> scopes) {
        return authenticated(new SignedIn(person.id(), person.handle(), null, tokenId, null), person, scopes);
    }

    private static Authentication authenticated(SignedIn signedIn, Person person, Collection<Scope> scopes) {
        var authorities = Stream.concat(
                        Stream.of("ROLE_" + person.role()), scopes.stream().map(Scope::authority))
                .map(SimpleGrantedAuthority::new)
                .toList();
        return UsernamePasswordAuthenticationToken.authenticated(signedIn, null, authorities);
    }
}
