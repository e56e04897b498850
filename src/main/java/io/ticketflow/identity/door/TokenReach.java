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

/**
 * Which routes the different ways to be signed in open. A password or a session opens all that the person may use, a personal token the routes of its scopes.
 */
@NamedInterface("door")
public final class TokenReach {

    private TokenReach() {}

    /** The caller is signed in; a personal token needs this scope. */
    public static AuthorizationManager<RequestAuthorizationContext> within(Scope scope) {
        return (authentication, request) -> new AuthorizationDecision(isWithin(authentication, scope));
    }

    /** The caller is signed in without a personal token. */
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
