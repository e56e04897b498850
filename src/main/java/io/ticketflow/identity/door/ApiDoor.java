package io.ticketflow.identity.door;

import static io.ticketflow.identity.door.TokenReach.within;
import static io.ticketflow.identity.door.TokenReach.withoutPersonalToken;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.session.BearerTokens;
import io.ticketflow.identity.session.Scope;
import io.ticketflow.identity.session.Sessions;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.Settings;
import io.ticketflow.platform.web.BodyLimits;
import io.ticketflow.platform.web.CrossOrigin;
import io.ticketflow.platform.web.MetricsAccess;
import io.ticketflow.platform.web.Problems;
import io.ticketflow.platform.web.RateLimits;
import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.HstsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.RequestCacheAwareFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The door to the REST API, which accepts access tokens, and from our own pages the browser's session. Its description and the probes are open to all callers, and paths behind no door are shut. */
@Configuration(proxyBeanMethods = false)
class ApiDoor {

    private static final PathPatternRequestMatcher.Builder PATHS = PathPatternRequestMatcher.withDefaults();

    /** Routes for callers who cannot be signed in yet. */
    private static final RequestMatcher SIGN_IN = new OrRequestMatcher(Stream.of(
                    "register",
                    "verify-email",
                    "resend-verification",
                    "login",
                    "mfa/verify",
                    "refresh",
                    "forgot-password",
                    "reset-password")
            .map(route -> (RequestMatcher) PATHS.matcher(HttpMethod.POST, "/api/v1/auth/" + route))
            .toList());

    /** A provider that signs its reports. */
    private static final RequestMatcher REPORTS = PATHS.matcher(HttpMethod.POST, "/api/v1/webhooks/twilio/status");

    /**
     * The changes that a personal token with the scope {@code tickets:write} may make. Every other change, including those of future routes, needs the scope
     * {@code admin}.
     */
    private static final RequestMatcher WORK = anyOf(
            "/api/v1/tickets/**",
            "/api/v1/escalations/**",
            "/api/v1/notifications/**",
            "/api/v1/users/*/availability",
            "/api/v1/sla/preview");

    /** Changes to tickets and messages that do not count as work on them. */
    private static final RequestMatcher NO_WORK = new OrRequestMatcher(
            PATHS.matcher(HttpMethod.DELETE, "/api/v1/tickets/*"),
            PATHS.matcher("/api/v1/tickets/*/redact"),
            PATHS.matcher("/api/v1/notifications/deliveries/**"));

    @Bean
    static RoleHierarchy roleHierarchy() {
        var roles = Arrays.stream(Role.values()).map(Role::name).toList();
        var hierarchy = RoleHierarchyImpl.withDefaultRolePrefix();
        for (int i = roles.size() - 1; i > 0; i--) {
            hierarchy.role(roles.get(i)).implies(roles.get(i - 1));
        }
        return hierarchy.build();
    }

    /** Turns off the observation of each security filter, which would cost more than the filters; a request is measured as a whole. */
    @Bean
    static SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(1)
    SecurityFilterChain api(
            HttpSecurity http,
            BearerTokens tokens,
            Sessions sessions,
            Directory directory,
            Settings settings,
            Problems problems,
            RateLimits limits,
            BodyLimits bodies,
            CrossOrigin crossOrigin,
            MetricsAccess metricsAccess,
            RequestCache pageAskedFor)
            throws Exception {
        var open = anyOf(
                "/v3/api-docs",
                "/v3/api-docs.yaml",
                "/v3/api-docs/**",
                "/docs",
                "/swagger-ui/**",
                "/redoc",
                "/redoc/**",
                "/health",
                "/ready");
        var metrics = PATHS.matcher(HttpMethod.GET, "/metrics");
        var reconciliation = PATHS.matcher(HttpMethod.GET, "/reconciliation");
        var forSessions = new AndRequestMatcher(PATHS.matcher("/api/v1/**"), new NegatedRequestMatcher(SIGN_IN));
        var toSignIn = new LoginUrlAuthenticationEntryPoint("/login");
        return http.securityMatcher(new OrRequestMatcher(PATHS.matcher("/api/v1/**"), open, metrics, reconciliation))
                .headers(headers -> headers.httpStrictTransportSecurity(HstsConfig::disable))
                .csrf(AbstractHttpConfigurer::disable)
                // A request of a page uses the session of the browser, whose id changes only when it signs in. With
                // another id
                // for each request, those that a page sends at the same time would not be signed in.
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS)
                        .sessionFixation(fixation -> fixation.none()))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .cors(pages -> pages.configurationSource(crossOrigin))
                .addFilterBefore(new AccessTokenFilter(tokens), UsernamePasswordAuthenticationFilter.class)
                .addFilterBefore(
                        new BrowserSessionFilter(forSessions, sessions, directory),
                        UsernamePasswordAuthenticationFilter.class)
                // Forgets the page that a person asked for before the sign-in.
                .addFilterBefore(new RequestCacheAwareFilter(pageAskedFor), AuthorizationFilter.class)
                .addFilterBefore(limits.filter(), AuthorizationFilter.class)
                .addFilterBefore(new OwnPagesFilter(settings, problems), AuthorizationFilter.class)
                .addFilterAfter(bodies.filter(), AuthorizationFilter.class)
                .addFilterAfter(new ActorFilter(request -> Source.API), AuthorizationFilter.class)
                .exceptionHandling(refusal -> refusal.authenticationEntryPoint((request, response, e) -> {
                            if (forSessions.matches(request) && Navigation.isMadeBy(request)) {
                                pageAskedFor.saveRequest(request, response);
                                toSignIn.commence(request, response, e);
                            } else {
                                problems.notSignedIn(request, response, "Bearer");
                            }
                        })
                        .accessDeniedHandler((request, response, e) -> problems.forbidden(request, response)))
                .authorizeHttpRequests(ask -> {
                    // The end of a long answer whose beginning was permitted.
                    ask.dispatcherTypeMatchers(DispatcherType.ASYNC).permitAll();
                    ask.requestMatchers(open, SIGN_IN, REPORTS).permitAll();
                    ask.requestMatchers(metrics)
                            .access((caller, asked) -> new AuthorizationDecision(
                                    metricsAccess.isGranted(caller.get(), asked.getRequest())));
                    ask.requestMatchers(reconciliation)
                            .access(AuthorizationManagers.allOf(
                                    AuthorityAuthorizationManager.hasRole(Role.ADMIN.name()),
                                    within(Scope.RECONCILIATION_READ)));
                    ask.requestMatchers(HttpMethod.GET, "/api/v1/auth/me").access(within(Scope.TICKETS_READ));
                    ask.requestMatchers("/api/v1/auth/**").access(withoutPersonalToken());
                    ask.requestMatchers(HttpMethod.GET).access(within(Scope.TICKETS_READ));
                    ask.requestMatchers(HttpMethod.HEAD).access(within(Scope.TICKETS_READ));
                    ask.requestMatchers(NO_WORK).access(within(Scope.ADMIN));
                    ask.requestMatchers(WORK).access(within(Scope.TICKETS_WRITE));
                    ask.requestMatchers("/api/v1/processes/**").access(within(Scope.PROCESSES_MIGRATE));
                    ask.anyRequest().access(within(Scope.ADMIN));
                })
                .build();
    }

    /**
     * Lets error pages pass: if they were refused, every 401 would become a 403. If an answer has begun, the container includes the page in it, which then adds
     * nothing.
     */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    SecurityFilterChain nothingElse(HttpSecurity http, Problems problems) throws Exception {
        return http.headers(headers -> headers.httpStrictTransportSecurity(HstsConfig::disable))
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .exceptionHandling(refusal -> refusal.authenticationEntryPoint(
                        (request, response, e) -> problems.nothingHere(request, response)))
                .authorizeHttpRequests(ask -> ask.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.INCLUDE)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    private static RequestMatcher anyOf(String... patterns) {
        return new OrRequestMatcher(Arrays.stream(patterns)
                .map(PATHS::matcher)
                .map(RequestMatcher.class::cast)
                .toList());
    }
}
