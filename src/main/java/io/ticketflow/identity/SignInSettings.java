package io.ticketflow.identity;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What an operator decides about signing in. A text that is not set is empty.
 *
 * @param adminEmail who becomes the first ADMIN of an empty database, with {@code adminPassword}
 * @param jwtSecretKey signs access tokens
 */
@ConfigurationProperties("ticketflow.sign-in")
@Validated
record SignInSettings(
        @NotNull String adminEmail,
        @NotNull String adminPassword,
        @NotNull String jwtSecretKey,
        @Positive int accessTokenExpireMinutes,
        @Positive int refreshTokenExpireDays) {

    boolean namesAdmin() {
        return !adminEmail.isBlank() && !adminPassword.isBlank();
    }

    Duration accessTokenLifetime() {
        return Duration.ofMinutes(accessTokenExpireMinutes);
    }

    Duration refreshTokenLifetime() {
        return Duration.ofDays(refreshTokenExpireDays);
    }

    /** Without its secrets. */
    @Override
    public String toString() {
        return "SignInSettings[adminEmail=" + adminEmail + "]";
    }
}
