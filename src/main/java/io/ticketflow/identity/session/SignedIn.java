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
 * Who is signed in, as the doors' security context knows them. The name is the handle.
 *
 * @param sessionId the session of the access token or the browser; null for those who came by password or personal token
 * @param tokenId the personal token; null for those who came otherwise
 * @param until when the access token expires; null for those who came otherwise
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

    /** Reaches only what the token's scopes name. */
    public boolean isByPersonalToken() {
        return tokenId != null;
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
