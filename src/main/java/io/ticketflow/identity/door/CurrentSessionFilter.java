package io.ticketflow.identity.door;

import io.ticketflow.identity.session.Sessions;
import io.ticketflow.identity.session.SignedIn;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.modulith.NamedInterface;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs a browser out at the next click if its session was ended elsewhere or its account has ended. */
@NamedInterface("door")
public final class CurrentSessionFilter extends OncePerRequestFilter {

    private final Sessions sessions;
    private final SecurityContextLogoutHandler logout = new SecurityContextLogoutHandler();

    public CurrentSessionFilter(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof SignedIn signedIn) {
            if (!sessions.isCurrent(signedIn)) {
                logout.logout(request, response, authentication);
            } else if (signedIn.sessionId() != null) {
                sessions.seen(signedIn.sessionId());
            }
        }
        chain.doFilter(request, response);
    }
}
