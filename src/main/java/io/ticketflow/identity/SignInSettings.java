package io.ticketflow.identity;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The operator's settings for the sign-in. A text that is not set is empty. Only the module identity uses them, like {@link SignInAccount}.
 *
 * @param adminEmail the address of the first ADMIN of an empty database, with {@code adminPassword}
 * @param jwtSecretKey the key that signs access tokens
 * @param requireEmailVerification whether people who register have to verify their address before they can sign in
 * @param smtpHost the mail server; when there is none, no person can confirm an address by a mailed link
 * @param registrationDomains the mail domains whose people may register, separated by commas; {@code *} for all, empty for none
 */
@ConfigurationProperties("ticketflow.sign-in")
@Validated
public record SignInSettings(
        @NotNull String adminEmail,
        @NotNull String adminPassword,
        @NotNull String jwtSecretKey,
        @Positive int accessTokenExpireMinutes,
        @Positive int refreshTokenExpireDays,
        boolean requireEmailVerification,
        @NotNull String smtpHost,
        @NotNull String registrationDomains) {

    private static final String ANY = "*";

    boolean namesAdmin() {
        return !adminEmail.isBlank() && !adminPassword.isBlank();
    }

    boolean sendsMails() {
        return !smtpHost.isBlank();
    }

    public Duration accessTokenLifetime() {
        return Duration.ofMinutes(accessTokenExpireMinutes);
    }

    public Duration refreshTokenLifetime() {
        return Duration.ofDays(refreshTokenExpireDays);
    }

    /** Whether registration is open at all. */
    public boolean opensRegistration() {
        return !domains().isEmpty();
    }

    public boolean mayRegister(String domain) {
        return domains().contains(ANY) || domains().contains(domain.toLowerCase(Locale.ROOT));
    }

    private Set<String> domains() {
        return Arrays.stream(registrationDomains.split(","))
                .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
                .filter(domain -> !domain.isEmpty())
                .map(domain -> MailAddress.domain(domain).orElse(domain))
                .collect(Collectors.toSet());
    }

    /** Leaves out the secrets. */
    @Override
    public String toString() {
        return "SignInSettings[adminEmail=" + adminEmail + "]";
    }
}
