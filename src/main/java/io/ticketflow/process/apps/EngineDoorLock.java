package io.ticketflow.process.apps;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * A second check, right before the engine's REST API and mapped by the container itself: whatever happens in {@code EngineDoor}, no request of any kind passes
 * without a caller whom the engine knows, because without a caller the engine would check no rights.
 */
@Configuration(proxyBeanMethods = false)
class EngineDoorLock {

    /** Compares the path as it was sent, so encoded letters do not match. */
    private static final Pattern PLAIN = Pattern.compile("/(engine-rest|camunda)(/|$)");

    /**
     * The container creates its filters before the engine exists, and would report a failing start of the engine as its own fault. So the filter looks up the
     * engine when it is called.
     */
    @Bean
    FilterRegistrationBean<Filter> engineRestLock(ObjectProvider<IdentityService> identity) {
        var registration = new FilterRegistrationBean<Filter>(
                (request, response, chain) -> passIfKnown(identity.getObject(), request, response, chain));
        registration.addUrlPatterns("/engine-rest/*");
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        registration.setOrder(Ordered.LOWEST_PRECEDENCE);
        return registration;
    }

    /**
     * Refuses ambiguous paths. Spring Security does so, too, but throws exceptions for some that the container has mapped to the engine's servlet, so strangers
     * could fill the log with errors.
     */
    @Bean
    FilterRegistrationBean<Filter> enginePaths() {
        var firewall = new StrictHttpFirewall();
        var registration = new FilterRegistrationBean<Filter>((request, response, chain) -> {
            if (isPlain(firewall, (HttpServletRequest) request)) {
                chain.doFilter(request, response);
            } else {
                ((HttpServletResponse) response).sendError(HttpServletResponse.SC_BAD_REQUEST);
            }
        });
        registration.addUrlPatterns("/engine-rest/*", "/camunda/*");
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER - 1);
        return registration;
    }

    private static boolean isPlain(StrictHttpFirewall firewall, HttpServletRequest request) {
        try {
            firewall.getFirewalledRequest(request);
            return PLAIN.matcher(request.getRequestURI()).lookingAt();
        } catch (RequestRejectedException tricks) {
            return false;
        }
    }

    private static void passIfKnown(
            IdentityService identity, ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var caller = identity.getCurrentAuthentication();
        if (caller == null || caller.getUserId() == null) {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            chain.doFilter(request, response);
        }
    }
}
