package io.ticketflow.identity.door;

import io.ticketflow.platform.web.CountedRoutes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The routes with which people try to sign in. Each request costs a slow hash. */
@Configuration(proxyBeanMethods = false)
public class SignInRoutes {

    @Bean
    public CountedRoutes attemptsToSignIn() {
        return CountedRoutes.signIns(
                "/login",
                "/forgot-password",
                "/reset-password",
                "/verify-email",
                "/api/v1/auth/login",
                "/api/v1/auth/register",
                "/api/v1/auth/verify-email",
                "/api/v1/auth/resend-verification",
                "/api/v1/auth/forgot-password",
                "/api/v1/auth/reset-password",
                "/api/v1/auth/mfa/verify");
    }
}
