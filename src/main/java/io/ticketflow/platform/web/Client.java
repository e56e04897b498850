package io.ticketflow.platform.web;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
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
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]+");

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

    /** What one subscriber is usually given: 256 addresses of IPv4, a /64 of IPv6. */
    public String network() {
        // Only an address is parsed: anything else would be looked up.
        if (!ADDRESS.matcher(ip).matches()) {
            return ip;
        }
        try {
            var bytes = InetAddress.getByName(ip).getAddress();
            return HexFormat.of().formatHex(bytes, 0, bytes.length == 4 ? 3 : 8);
        } catch (UnknownHostException notAnAddress) {
            return ip;
        }
    }
}
