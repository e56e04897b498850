package io.ticketflow.platform;

import java.util.ArrayList;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Checks what an operator must have set before anything is started with it. */
class OperatorSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final int SHORTEST_SECRET = 32;

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
    }

    private static void requireForProduction(Environment settings) {
        var missing = new ArrayList<String>();
        if (settings.getProperty("ticketflow.sign-in.jwt-secret-key", "").length() < SHORTEST_SECRET) {
            missing.add("JWT_SECRET_KEY (at least %d characters)".formatted(SHORTEST_SECRET));
        }
        if (settings.getProperty("ticketflow.database-url", "").isBlank()) {
            missing.add("DATABASE_URL");
        }
        if (!missing.isEmpty()) {
            throw new CannotStartException("ENVIRONMENT=production needs " + String.join(" and ", missing));
        }
    }
}
