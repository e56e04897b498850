package io.ticketflow.platform.web;

import io.github.bucket4j.TimeMeter;
import io.ticketflow.platform.web.Allowances.Left;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits the requests in a minute: for each person, or for each address if the caller is not signed in. A separate limit counts the attempts to sign in for
 * each address, because each costs a slow hash. Each node counts for itself and forgets the counts when it ends.
 */
@Component
public class RateLimits {

    private static final PathPatternRequestMatcher.Builder PATHS = PathPatternRequestMatcher.withDefaults();
    private static final String API = "/api/v1/**";

    private static final String COUNTED = RateLimits.class.getName();
    private static final String PASSWORD_SCHEME = "Basic ";
    private static final int TURNS = 256;

    private final Allowances requests;
    private final Allowances signIns;
    private final RequestMatcher signInRoutes;
    private final RequestMatcher requestRoutes;
    private final Problems problems;
    private final Object[] turns = Stream.generate(Object::new).limit(TURNS).toArray();

    @Autowired
    RateLimits(FrontSettings settings, List<CountedRoutes> routes, Problems problems) {
        this(settings, routes, problems, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(FrontSettings settings, List<CountedRoutes> routes, Problems problems, TimeMeter time) {
        this.requests = new Allowances(settings.rateLimitPerMinute(), time);
        this.signIns = new Allowances(settings.loginRateLimitPerMinute(), time);
        this.signInRoutes = any(routes.stream()
                .flatMap(module -> module.signIns().stream())
                .map(path -> PATHS.matcher(HttpMethod.POST, path)));
        this.requestRoutes =
                any(Stream.concat(Stream.of(API), routes.stream().flatMap(module -> module.requests().stream()))
                        .map(PATHS::matcher));
        this.problems = problems;
    }

    private static RequestMatcher any(Stream<? extends RequestMatcher> matchers) {
        var all = matchers.toList();
        return request -> all.stream().anyMatch(matcher -> matcher.matches(request));
    }

    /** The filter for a door's chain, at the position where the caller is known and no request has been refused yet. */
    public Filter filter() {
        return new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                if (isAnswered(request, response)) {
                    chain.doFilter(request, response);
                }
            }
        };
    }

    /** Counts the requests that are refused before {@link #filter} sees them: a wrong password in a request counts as an attempt to sign in. */
    public AuthenticationEntryPoint counting(AuthenticationEntryPoint refuse) {
        return (request, response, refusal) -> {
            if (hasPassword(request)) {
                var left = signIns.spend(ClientNetwork.of(request.getRemoteAddr()));
                if (!left.granted()) {
                    refuse(request, response, left);
                    return;
                }
            }
            if (isAnswered(request, response)) {
                refuse.commence(request, response, refusal);
            }
        };
    }

    /**
     * Checks the password of a request unless too many passwords from its address were wrong. It checks one at a time for each address: otherwise many
     * passwords would be checked at once before the first one is found wrong.
     */
    public <T> T attempt(String address, Supplier<T> check) {
        var network = ClientNetwork.of(address);
        synchronized (turns[Math.floorMod(network.hashCode(), TURNS)]) {
            if (signIns.isSpent(network)) {
                throw new InsufficientAuthenticationException("Too many wrong passwords from this address");
            }
            return check.get();
        }
    }

    private boolean isAnswered(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(COUNTED) != null) {
            return true;
        }
        Left left;
        if (signInRoutes.matches(request)) {
            left = signIns.spend(ClientNetwork.of(request.getRemoteAddr()));
        } else if (requestRoutes.matches(request)) {
            left = requests.spend(callerOf(request));
        } else {
            return true;
        }
        request.setAttribute(COUNTED, true);
        if (!left.granted()) {
            refuse(request, response, left);
            return false;
        }
        tell(response, left);
        return true;
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Left left) throws IOException {
        tell(response, left);
        problems.rateLimited(request, response, left.limit(), left.secondsToReset());
    }

    private static void tell(HttpServletResponse response, Left left) {
        response.setHeader("RateLimit-Limit", String.valueOf(left.limit()));
        response.setHeader("RateLimit-Remaining", String.valueOf(left.remaining()));
        response.setHeader("RateLimit-Reset", String.valueOf(left.secondsToReset()));
    }

    private static String callerOf(HttpServletRequest request) {
        var caller = SecurityContextHolder.getContext().getAuthentication();
        return caller == null || !caller.isAuthenticated() || caller instanceof AnonymousAuthenticationToken
                ? "address " + ClientNetwork.of(request.getRemoteAddr())
                : "person " + caller.getName();
    }

    private static boolean hasPassword(HttpServletRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, PASSWORD_SCHEME, 0, PASSWORD_SCHEME.length());
    }
}
