package io.ticketflow.process.apps;

import static io.ticketflow.identity.door.TokenReach.within;
import static io.ticketflow.identity.door.TokenReach.withoutPersonalToken;
import static org.springframework.security.authorization.AuthorizationManagers.allOf;

import io.ticketflow.identity.door.AccessTokenFilter;
import io.ticketflow.identity.door.ActorFilter;
import io.ticketflow.identity.door.BasicAuthentication;
import io.ticketflow.identity.session.BearerTokens;
import io.ticketflow.identity.session.Scope;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.platform.web.BodyLimits;
import io.ticketflow.platform.web.Client;
import io.ticketflow.platform.web.CountedRoutes;
import io.ticketflow.platform.web.Problems;
import io.ticketflow.platform.web.RateLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.HstsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The door to the engine's REST API. It accepts access tokens, and passwords, which Modeler and scripts send. */
@Configuration(proxyBeanMethods = false)
class EngineDoor {

    private static final String CHALLENGE = "Basic realm=\"Ticketflow\", charset=\"UTF-8\", Bearer";

    /**
     * Uses a PathPatternRequestMatcher: Spring Security would match a pattern in a string inside Jersey's servlet mapping, which never succeeds, and leave the
     * door open.
     */
    @Bean
    @Order(2)
    SecurityFilterChain engineRest(
            HttpSecurity http,
            BearerTokens tokens,
            BasicAuthentication passwords,
            EngineCallers callers,
            RequestersRoutes requesters,
            Problems problems,
            RateLimits limits,
            BodyLimits bodies)
            throws Exception {
        var refuse = limits.counting((request, response, e) -> {
            if (e.getCause() instanceof ProblemException wait) {
                problems.refused(request, response, wait);
            } else {
                problems.notSignedIn(request, response, CHALLENGE);
            }
        });
        return http.securityMatcher(PathPatternRequestMatcher.withDefaults().matcher("/engine-rest/**"))
                .headers(headers -> headers.httpStrictTransportSecurity(HstsConfig::disable))
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authenticationManager(passwords)
                .httpBasic(
                        basic -> basic.authenticationDetailsSource(Client::of).authenticationEntryPoint(refuse))
                .addFilterBefore(new AccessTokenFilter(tokens), BasicAuthenticationFilter.class)
                .addFilterBefore(limits.filter(), AuthorizationFilter.class)
                .addFilterAfter(bodies.filter(), AuthorizationFilter.class)
                .addFilterAfter(new EngineCallerFilter(callers), AuthorizationFilter.class)
                .addFilterAfter(new ActorFilter(request -> Source.ENGINE), AuthorizationFilter.class)
                .exceptionHandling(refusal -> refusal.authenticationEntryPoint(refuse)
                        .accessDeniedHandler((request, response, e) -> problems.forbidden(request, response)))
                .authorizeHttpRequests(ask -> ask.requestMatchers(deploying())
                        .access(allOf(within(Scope.ENGINE_DEPLOY), requesters.only()))
                        .anyRequest()
                        .access(allOf(withoutPersonalToken(), requesters.only())))
                .build();
    }

    @Bean
    CountedRoutes requestsToTheEngine() {
        return CountedRoutes.requests("/engine-rest/**");
    }

    /** The routes that Modeler uses. */
    private static RequestMatcher deploying() {
        var paths = PathPatternRequestMatcher.withDefaults();
        return new OrRequestMatcher(
                paths.matcher(HttpMethod.GET, "/engine-rest/version"),
                paths.matcher("/engine-rest/deployment/**"),
                paths.matcher(HttpMethod.GET, "/engine-rest/process-definition/**"),
                paths.matcher(HttpMethod.GET, "/engine-rest/decision-definition/**"),
                paths.matcher(HttpMethod.GET, "/engine-rest/decision-requirements-definition/**"));
    }
}
