package io.ticketflow.platform.web;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Where a request comes from, before anybody is signed in.
 *
 * @param ip the address as text
 * @param userAgent what the program calls itself, shortened
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

    /** Whoever asks from there; null while nobody is signed in. */
    public Actor as(@Nullable UUID userId) {
        return new Actor(userId, Source.API, ip, requestId);
    }

    /** What counts as one client. */
    public String network() {
        return ClientNetwork.of(ip);
    }
}
