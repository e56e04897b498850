package io.ticketflow.identity.door;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.session.Sessions;
import io.ticketflow.identity.session.SignedIn;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs in the caller with the session that the browser opened at our sign-in page, if the request has no other credentials. {@link OwnPagesFilter} refuses the
 * request later unless a page of ours sent it.
 */
final class BrowserSessionFilter extends OncePerRequestFilter {

    private final RequestMatcher routes;
    private final Sessions sessions;
    private final Directory directory;
    private final HttpSessionSecurityContextRepository kept = new HttpSessionSecurityContextRepository();

    BrowserSessionFilter(RequestMatcher routes, Sessions sessions, Directory directory) {
        this.routes = routes;
        this.sessions = sessions;
        this.directory = directory;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null || !routes.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        callerOf(request).ifPresent(caller -> {
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(caller);
            SecurityContextHolder.setContext(context);
        });
        chain.doFilter(request, response);
    }

    /** With the person's present role, which may have changed since the browser signed in. */
    private Optional<Authentication> callerOf(HttpServletRequest request) {
        var known = kept.loadDeferredContext(request).get().getAuthentication();
        if (known == null
                || !(known.getPrincipal() instanceof SignedIn signedIn)
                || signedIn.sessionId() == null
                || !sessions.isCurrent(signedIn)) {
            return Optional.empty();
        }
        sessions.seen(signedIn.sessionId());
        return directory.find(signedIn.userId()).map(person -> SignedIn.inSession(person, signedIn.sessionId()));
    }
}
