package io.ticketflow.notification.template;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The operator's settings for the words of messages.
 *
 * @param directory the folder of the operator's own templates; empty when there is none
 */
@ConfigurationProperties("ticketflow.templates")
@Validated
record TemplateSettings(@NotNull String directory) {

    Optional<Path> folder() {
        return directory.isBlank() ? Optional.empty() : Optional.of(Path.of(directory));
    }
}
