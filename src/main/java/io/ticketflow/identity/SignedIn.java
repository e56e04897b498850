package io.ticketflow.identity;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Who is signed in, as the doors' security context knows them. The name is the handle.
 *
 * @param sessionId the session of the access token; null for those who came by password
 */
public record SignedIn(UUID userId, String handle, @Nullable UUID sessionId) implements AuthenticatedPrincipal {

    @Override
    public String getName() {
        return handle;
    }

    static Authentication as(Person person, @Nullable UUID sessionId) {
        return UsernamePasswordAuthenticationToken.authenticated(
                new SignedIn(person.id(), person.handle(), sessionId),
                null,
                List.of(new SimpleGrantedAuthority("ROLE_" + person.role())));
    }
}
