package io.ticketflow.platform;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The operator's settings for the whole installation.
 *
 * @param dataDirectory the directory of the embedded database and of generated secrets
 * @param demo whether an empty database is filled with demo data
 * @param appUrl the address at which people reach this installation, for links in messages
 * @param appName the name of the installation in messages
 */
@ConfigurationProperties("ticketflow")
@Validated
public record Settings(
        @NotNull Environment environment,
        @NotNull Path dataDirectory,
        boolean demo,
        @NotNull URI appUrl,
        @NotBlank String appName) {

    /** How careful the installation is. */
    public enum Environment {
        /** Starts with nothing given. */
        DEVELOPMENT,
        /** Starts only with a given database and secret. */
        PRODUCTION
    }

    public boolean isProduction() {
        return environment == Environment.PRODUCTION;
    }
}
