package io.ticketflow.process;

import io.ticketflow.identity.AccessTokenFilter;
import io.ticketflow.identity.ActorFilter;
import io.ticketflow.identity.BasicAuthentication;
import io.ticketflow.identity.SignIn;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.web.BodyLimits;
import io.ticketflow.platform.web.Problems;
import io.ticketflow.platform.web.RateLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.HstsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** The engine's REST API: for access tokens and for passwords, which is what Modeler and scripts send. */
@Configuration(proxyBeanMethods = false)
class EngineDoor {

    private static final String CHALLENGE = "Basic realm=\"Ticketflow\", charset=\"UTF-8\", Bearer";

    /** A pattern in a string would be matched inside Jersey's servlet mapping, that is never, and leave the door open. */
    @Bean
    @Order(2)
    SecurityFilterChain engineRest(
            HttpSecurity http,
            SignIn signIn,
            BasicAuthentication passwords,
            EngineCallers callers,
            Problems problems,
            RateLimits limits,
            BodyLimits bodies)
            throws Exception {
        var refuse = limits.counting((request, response, e) -> problems.notSignedIn(request, response, CHALLENGE));
        return http.securityMatcher(PathPatternRequestMatcher.withDefaults().matcher("/engine-rest/**"))
                .headers(headers -> headers.httpStrictTransportSecurity(HstsConfig::disable))
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authenticationManager(passwords)
                .httpBasic(basic -> basic.authenticationEntryPoint(refuse))
                .addFilterBefore(new AccessTokenFilter(signIn), BasicAuthenticationFilter.class)
                .addFilterBefore(limits.filter(), AuthorizationFilter.class)
                .addFilterAfter(bodies.filter(), AuthorizationFilter.class)
                .addFilterAfter(new EngineCallerFilter(callers), AuthorizationFilter.class)
                .addFilterAfter(new ActorFilter(request -> Source.ENGINE), AuthorizationFilter.class)
                .exceptionHandling(refusal -> refusal.authenticationEntryPoint(refuse)
                        .accessDeniedHandler((request, response, e) -> problems.forbidden(request, response)))
                .authorizeHttpRequests(ask -> ask.anyRequest().authenticated())
                .build();
    }
}
