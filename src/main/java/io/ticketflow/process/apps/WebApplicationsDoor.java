package io.ticketflow.process.apps;

import static org.springframework.security.authorization.AuthorizationManagers.allOf;

import io.ticketflow.identity.door.ActorFilter;
import io.ticketflow.identity.door.CurrentSessionFilter;
import io.ticketflow.identity.door.SessionLogout;
import io.ticketflow.identity.session.Sessions;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.Settings;
import io.ticketflow.platform.web.BodyLimits;
import io.ticketflow.platform.web.Problems;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The door to Tasklist, Cockpit and Admin, behind our own sign-in. */
@Configuration(proxyBeanMethods = false)
class WebApplicationsDoor {

    private static final PathPatternRequestMatcher.Builder PATHS = PathPatternRequestMatcher.withDefaults();
    private static final RequestMatcher API = PATHS.matcher("/camunda/api/**");
    /** The web applications' own sign-in and set-up, which would create sessions and administrators without our sign-in. */
    private static final RequestMatcher THEIR_SIGN_IN = new OrRequestMatcher(
            PATHS.matcher("/camunda/api/admin/auth/user/{engine}/login/**"),
            PATHS.matcher("/camunda/api/admin/setup/**"));

    private static final RequestMatcher THEIR_SIGN_OUT =
            PATHS.matcher(HttpMethod.POST, "/camunda/api/admin/auth/user/{engine}/logout");

    /** Addresses of applications that do not exist, and of engines that do not exist without a slash at the end: there the web applications fail. */
    private static final Predicate<String> NOWHERE = Pattern.compile(
                    "/camunda/app/(?!(?:admin|cockpit|tasklist|welcome)/)[^/]+/.*|/camunda/app/[^/]+/(?!default$)[\\w-]+")
            .asMatchPredicate();

    /** Without our CSRF tokens and headers, because the web applications have their own, and a second content policy would stop their scripts. */
    @Bean
    @Order(3)
    SecurityFilterChain webApplications(
            HttpSecurity http,
            Sessions sessions,
            SessionLogout signOut,
            RequestersRoutes requesters,
            Problems problems,
            BodyLimits bodies)
            throws Exception {
        var toSignIn = new LoginUrlAuthenticationEntryPoint("/login");
        AuthenticationEntryPoint refuse = (request, response, e) -> {
            if (THEIR_SIGN_IN.matches(request)) {
                problems.forbidden(request, response);
            } else if (API.matches(request)) {
                problems.notSignedIn(request, response, "Session");
            } else {
                toSignIn.commence(request, response, e);
            }
        };
        return http.securityMatcher(PATHS.matcher("/camunda/**"))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(logout -> logout.addLogoutHandler(signOut)
                        .logoutRequestMatcher(THEIR_SIGN_OUT)
                        .logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
                .addFilterBefore(new CurrentSessionFilter(sessions), AnonymousAuthenticationFilter.class)
                .addFilterAfter(bodies.filter(), AuthorizationFilter.class)
                .addFilterAfter(nowhere(problems), AuthorizationFilter.class)
                .addFilterAfter(new ActorFilter(WebApplicationsDoor::doorOf), AuthorizationFilter.class)
                .exceptionHandling(refusal -> refusal.authenticationEntryPoint(refuse)
                        .accessDeniedHandler((request, response, e) -> problems.forbidden(request, response)))
                .authorizeHttpRequests(ask -> ask.requestMatchers(THEIR_SIGN_IN)
                        .denyAll()
                        .anyRequest()
                        .access(allOf(AuthenticatedAuthorizationManager.authenticated(), requesters.only())))
                .build();
    }

    private static Filter nowhere(Problems problems) {
        return (request, response, chain) -> {
            if (request instanceof HttpServletRequest asked && NOWHERE.test(asked.getRequestURI())) {
                problems.nothingHere(asked, (HttpServletResponse) response);
            } else {
                chain.doFilter(request, response);
            }
        };
    }

    /** Keeps the page that a stranger asked for, at every door, in a cookie until they sign in. A session would cost memory for every stranger. */
    @Bean
    RequestCache pageAskedFor(Settings settings) {
        var page = new CookieRequestCache() {
            /** Forgets the page when it is asked for. The present request is used, because the kept one has no headers. */
            @Override
            public @Nullable HttpServletRequest getMatchingRequest(
                    HttpServletRequest request, HttpServletResponse response) {
                super.getMatchingRequest(request, response);
                return null;
            }
        };
        page.setRequestMatcher(WebApplicationsDoor::isPage);
        page.setCookieCustomizer(cookie -> {
            cookie.setAttribute("SameSite", "Lax");
            cookie.setSecure(cookie.getSecure() || settings.isProduction());
        });
        return page;
    }

    private static boolean isPage(HttpServletRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.getMethod().equals(HttpMethod.GET.name())
                && !API.matches(request)
                && accept != null
                && accept.contains(MediaType.TEXT_HTML_VALUE);
    }

    /** All web applications call the same engine API. The calling page tells Tasklist from Cockpit. */
    private static Source doorOf(HttpServletRequest request) {
        var path = request.getRequestURI();
        if (path.startsWith("/camunda/api/engine/")) {
            path = refererPathOf(request);
        }
        return path.contains("/cockpit/") || path.contains("/admin/") ? Source.ENGINE : Source.TASKLIST;
    }

    private static String refererPathOf(HttpServletRequest request) {
        var referer = request.getHeader(HttpHeaders.REFERER);
        try {
            return referer == null ? "" : String.valueOf(URI.create(referer).getPath());
        } catch (IllegalArgumentException noAddress) {
            return "";
        }
    }
}
