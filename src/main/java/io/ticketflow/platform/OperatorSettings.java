package io.ticketflow.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Checks the operator's settings before any bean uses them. */
class OperatorSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorSettings.class);

    private static final int SHORTEST_SECRET = 32;
    private static final int FEWEST_CHARACTERS = 8;
    private static final Pattern PLACEHOLDER =
            Pattern.compile("change.?(?:me|this)|your.?(?:jwt.?)?secret|placeholder", Pattern.CASE_INSENSITIVE);
    private static final String DEMO_PASSWORD = "Ticketflow-demo-1";
    /** Settings that only work together. */
    private static final List<List<String>> WHOLE = List.of(
            List.of("SMTP_USER", "SMTP_PASSWORD"), List.of("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"));

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var settings = context.getEnvironment();
        var environment = settings.getRequiredProperty("ticketflow.environment");
        switch (environment) {
            case "development" -> {}
            case "production" -> requireForProduction(settings);
            default ->
                throw new CannotStartException(
                        "ENVIRONMENT is '%s': it must be development or production".formatted(environment));
        }
        if (!settings.getProperty("ticketflow.database-read-url", "").isBlank()
                && settings.getProperty("ticketflow.database-url", "").isBlank()) {
            throw new CannotStartException(
                    "DATABASE_READ_URL is set without DATABASE_URL: the embedded database has no replica");
        }
    }

    private static void requireForProduction(Environment settings) {
        var missing = new ArrayList<String>();
        var secret = settings.getProperty("ticketflow.sign-in.jwt-secret-key", "");
        if (secret.length() < SHORTEST_SECRET) {
            missing.add("JWT_SECRET_KEY (at least %d characters)".formatted(SHORTEST_SECRET));
        }
        if (settings.getProperty("ticketflow.database-url", "").isBlank()) {
            missing.add("DATABASE_URL");
        }
        if (!missing.isEmpty()) {
            throw new CannotStartException("ENVIRONMENT=production needs " + String.join(" and ", missing));
        }
        if (isEasyToGuess(secret)) {
            throw new CannotStartException(
                    "JWT_SECRET_KEY is easy to guess: take a random one, such as openssl rand -base64 32 makes");
        }
        if (settings.getProperty("ticketflow.sign-in.admin-password", "").equals(DEMO_PASSWORD)) {
            throw new CannotStartException("ADMIN_PASSWORD is the published password of the demonstration");
        }
        WHOLE.forEach(group -> requireWhole(settings, group));
        if (!settings.getProperty("ticketflow.app-url", "").startsWith("https://")) {
            LOG.warn("APP_URL does not begin with https://, and sign-in cookies go over secure connections alone");
        }
    }

    /** Whether a secret consists of a few repeated characters or is a placeholder. */
    private static boolean isEasyToGuess(String secret) {
        return secret.chars().distinct().count() < FEWEST_CHARACTERS
                || PLACEHOLDER.matcher(secret).find();
    }

    private static void requireWhole(Environment settings, List<String> group) {
        var given = group.stream()
                .filter(name -> !settings.getProperty(name, "").isBlank())
                .toList();
        var missing = group.stream().filter(name -> !given.contains(name)).toList();
        if (!given.isEmpty() && !missing.isEmpty()) {
            throw new CannotStartException("%s is set without %s. Set all of them or none."
                    .formatted(given.get(0), String.join(" and ", missing)));
        }
    }
}
