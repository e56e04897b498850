package io.ticketflow.identity.door;

import io.ticketflow.identity.session.Scope;
import io.ticketflow.identity.session.SignedIn;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** How far the different ways to be signed in reach. Whoever came by password or session reaches all that the person may; a personal token what it names. */
@NamedInterface("door")
public final class TokenReach {

    private TokenReach() {}

    /** Signed in; a personal token needs this scope. */
    public static AuthorizationManager<RequestAuthorizationContext> within(Scope scope) {
        return (authentication, request) -> new AuthorizationDecision(isWithin(authentication, scope));
    }

    /** Signed in, and not by a personal token. */
    public static AuthorizationManager<RequestAuthorizationContext> withoutPersonalToken() {
        return (authentication, request) -> new AuthorizationDecision(isWithin(authentication, null));
    }

    private static boolean isWithin(Supplier<Authentication> authentication, @Nullable Scope scope) {
        var caller = authentication.get();
        return caller != null
                && caller.getPrincipal() instanceof SignedIn signedIn
                && (!signedIn.isByPersonalToken() || (scope != null && has(caller, scope)));
    }

    private static boolean has(Authentication caller, Scope scope) {
        return caller.getAuthorities().stream()
                .anyMatch(authority -> scope.authority().equals(authority.getAuthority()));
    }
}
