package io.ticketflow.identity.door;

import io.ticketflow.identity.session.Sessions;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.Settings;
import io.ticketflow.platform.web.CountedRoutes;
import io.ticketflow.platform.web.HtmlPage;
import io.ticketflow.platform.web.Problems;
import io.ticketflow.platform.web.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.HstsConfig;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The door to our own pages, the only place where browsers sign in and out. */
@Configuration(proxyBeanMethods = false)
class PagesDoor {

    private static final PathPatternRequestMatcher.Builder PATHS = PathPatternRequestMatcher.withDefaults();
    /** Where people without a sign-in end mails; the links are signed. Mail programs post to them, and have no token of a form. */
    private static final RequestMatcher TURN_OFF =
            new OrRequestMatcher(PATHS.matcher("/notifications/turn-off"), PATHS.matcher("/reports/leave"));

    private static final RequestMatcher PORTAL =
            new OrRequestMatcher(PATHS.matcher("/t/**"), PATHS.matcher("/tickets/**"));

    private static final RequestMatcher SMALL_PAGES = new NegatedRequestMatcher(PORTAL);
    private static final String NO_SCRIPTS =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final String OWN_ORIGIN =
            "default-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
    private static final String SIGN_IN = "/login";
    private static final String WELCOME = "/camunda/app/tasklist/";
    /** Differs from the name of the web applications' own CSRF cookie. */
    private static final String FORM_TOKEN = "FORM-TOKEN";

    @Bean
    @Order(4)
    SecurityFilterChain pageSecurity(
            HttpSecurity http,
            BrowserSignIn browsers,
            Sessions sessions,
            SessionLogout signOut,
            RateLimits limits,
            Problems problems,
            Settings settings)
            throws Exception {
        return http.securityMatcher(new OrRequestMatcher(
                        PATHS.matcher("/"),
                        PATHS.matcher("/login"),
                        PATHS.matcher("/logout"),
                        PATHS.matcher("/verify-email"),
                        PATHS.matcher("/forgot-password"),
                        PATHS.matcher("/reset-password"),
                        TURN_OFF,
                        PORTAL,
                        PATHS.matcher("/pages.css"),
                        PATHS.matcher("/portal.css"),
                        PATHS.matcher("/favicon.ico")))
                .authenticationManager(browsers)
                .formLogin(form -> form.loginPage(SIGN_IN)
                        .authenticationDetailsSource(BrowserSignIn.Form::of)
                        .failureHandler((request, response, refusal) -> new DefaultRedirectStrategy()
                                .sendRedirect(request, response, BrowserSignIn.pageFor(refusal)))
                        .defaultSuccessUrl(WELCOME))
                .sessionManagement(
                        session -> session.addSessionAuthenticationStrategy(new XsrfTokens(settings.isProduction())))
                .csrf(csrf -> csrf.csrfTokenRepository(formTokens(settings.isProduction()))
                        .ignoringRequestMatchers(TURN_OFF))
                .exceptionHandling(refusal ->
                        refusal.accessDeniedHandler((request, response, e) -> formExpired(request, response, problems)))
                .logout(logout -> logout.addLogoutHandler(signOut).logoutSuccessUrl("/login?logout"))
                // AnswerHeaders says which pages may be shown in a frame.
                .headers(headers -> headers.httpStrictTransportSecurity(HstsConfig::disable)
                        .frameOptions(FrameOptionsConfig::disable)
                        .addHeaderWriter(policy(SMALL_PAGES, NO_SCRIPTS))
                        .addHeaderWriter(policy(PORTAL, OWN_ORIGIN)))
                .addFilterBefore(limits.filter(), UsernamePasswordAuthenticationFilter.class)
                .addFilterBefore(new CurrentSessionFilter(sessions), AnonymousAuthenticationFilter.class)
                .addFilterAfter(new ActorFilter(request -> Source.API), AuthorizationFilter.class)
                .authorizeHttpRequests(ask ->
                        ask.requestMatchers(PORTAL).authenticated().anyRequest().permitAll())
                .build();
    }

    @Bean
    CountedRoutes requestsToThePortal() {
        return CountedRoutes.requests("/t/**", "/tickets/**");
    }

    private static HeaderWriter policy(RequestMatcher pages, String policy) {
        return new DelegatingRequestMatcherHeaderWriter(pages, new ContentSecurityPolicyHeaderWriter(policy));
    }

    /** Shows the sign-in page again instead of an old one; the page of another form leads back to the form. */
    private static void formExpired(HttpServletRequest request, HttpServletResponse response, Problems problems)
            throws IOException {
        if (request.getRequestURI().equals(SIGN_IN) && HtmlPage.isWanted(request)) {
            new DefaultRedirectStrategy().sendRedirect(request, response, SIGN_IN + "?expired");
        } else {
            problems.refused(
                    request,
                    response,
                    new ForbiddenException(
                            "FORM_EXPIRED",
                            "This form is no longer valid: it was open for too long, or the browser keeps no cookies."));
        }
    }

    /** Keeps the token in a cookie, because a session would cost memory for every stranger who opens a form. */
    private static CsrfTokenRepository formTokens(boolean secureOnly) {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(FORM_TOKEN);
        tokens.setCookieCustomizer(cookie -> {
            cookie.sameSite("Lax");
            if (secureOnly) {
                cookie.secure(true);
            }
        });
        return tokens;
    }
}
