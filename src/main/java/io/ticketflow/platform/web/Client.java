package io.ticketflow.platform.web;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The origin of a request, known before the caller is signed in.
 *
 * @param ip the address as text
 * @param userAgent the name that the program gives itself, shortened
 */
public record Client(
        String ip, @Nullable String userAgent, @Nullable String requestId) {

    private static final int LONGEST_USER_AGENT = 500;

    public Client {
        if (userAgent != null && userAgent.length() > LONGEST_USER_AGENT) {
            userAgent = userAgent.substring(0, LONGEST_USER_AGENT);
        }
    }

    public static Client of(HttpServletRequest request) {
        return new Client(request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT), RequestId.of(request));
    }

    /**
     * An actor with this origin.
     *
     * @param userId null while the caller is not signed in
     */
    public Actor as(@Nullable UUID userId) {
        return new Actor(userId, Source.API, ip, requestId);
    }

    /** The network that is counted as one client. */
    public String network() {
        return ClientNetwork.of(ip);
    }
}
