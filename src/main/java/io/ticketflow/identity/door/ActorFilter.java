package io.ticketflow.identity.door;

import io.ticketflow.identity.session.SignedIn;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.web.RequestId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import org.springframework.modulith.NamedInterface;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Makes the signed-in person the actor of the request, behind every door. */
@NamedInterface("door")
public final class ActorFilter extends OncePerRequestFilter {

    private final Function<HttpServletRequest, Source> door;

    public ActorFilter(Function<HttpServletRequest, Source> door) {
        this.door = door;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof SignedIn signedIn)) {
            chain.doFilter(request, response);
            return;
        }
        var former = CurrentActor.set(
                new Actor(signedIn.userId(), door.apply(request), request.getRemoteAddr(), RequestId.of(request)));
        try {
            chain.doFilter(request, response);
        } finally {
            CurrentActor.set(former);
        }
    }
}
