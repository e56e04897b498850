package io.ticketflow.identity.door;

import io.ticketflow.identity.session.Sessions;
import io.ticketflow.identity.session.SignedIn;
import io.ticketflow.platform.web.Client;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.stereotype.Component;

/** Ends the session of a browser that signs out, so that it disappears from the list of sessions, too. */
@NamedInterface("door")
@Component
public class SessionLogout implements LogoutHandler {

    private final Sessions sessions;

    SessionLogout(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        if (authentication != null
                && authentication.getPrincipal() instanceof SignedIn caller
                && caller.sessionId() != null) {
            sessions.signOut(caller.sessionId(), Client.of(request).as(caller.userId()));
        }
    }
}
