package io.ticketflow.platform.web;

import io.ticketflow.platform.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Decides who may read the metrics: in development all callers, in production a caller with METRICS_TOKEN or with a personal token of that scope. */
@Component
public class MetricsAccess {

    private static final String SCOPE = "SCOPE_metrics:read";
    private static final String SCHEME = "Bearer ";

    private final boolean isOpen;
    private final byte[] token;

    MetricsAccess(Settings settings, FrontSettings front) {
        this.isOpen = !settings.isProduction();
        this.token = front.metricsToken().getBytes(StandardCharsets.UTF_8);
    }

    public boolean isGranted(Authentication caller, HttpServletRequest request) {
        return isOpen || hasToken(request) || hasScope(caller);
    }

    private boolean hasToken(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return token.length > 0
                && header != null
                && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        token, header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean hasScope(Authentication caller) {
        return caller.getAuthorities().stream().anyMatch(authority -> SCOPE.equals(authority.getAuthority()));
    }
}
