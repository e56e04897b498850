package io.ticketflow.identity.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;

/**
 * Gives each browser a token when it signs in. Scripts of our own pages read it from the cookie and send it with each change, so that no page of another origin
 * can make a change with the browser's session. The web applications use the same token, because they create one only for a session that has none.
 */
final class XsrfTokens implements SessionAuthenticationStrategy {

    static final String COOKIE = "XSRF-TOKEN";
    static final String HEADER = "X-XSRF-TOKEN";

    /** The attribute of the session in which the web applications look for their token. */
    private static final String KEPT = "CAMUNDA_CSRF_TOKEN";

    private final boolean secureOnly;

    XsrfTokens(boolean secureOnly) {
        this.secureOnly = secureOnly;
    }

    @Override
    public void onAuthentication(
            Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
        var token = UUID.randomUUID().toString();
        request.getSession().setAttribute(KEPT, token);
        var cookie = ResponseCookie.from(COOKIE, token)
                .path("/")
                .sameSite("Strict")
                .secure(secureOnly || request.isSecure())
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    /** Whether the request has the token of its session. */
    static boolean isSentWith(HttpServletRequest request) {
        var session = request.getSession(false);
        var sent = request.getHeader(HEADER);
        return session != null
                && sent != null
                && session.getAttribute(KEPT) instanceof String token
                && MessageDigest.isEqual(bytes(token), bytes(sent));
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.UTF_8);
    }
}
