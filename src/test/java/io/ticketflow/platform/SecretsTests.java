package io.ticketflow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTests {

    @TempDir
    private Path directory;

    @Test
    void a_secret_is_made_once_and_kept() {
        var secret = new Secrets(directory.resolve("data")).get("jwt-secret");

        assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
        assertThat(new Secrets(directory.resolve("data")).get("jwt-secret")).isEqualTo(secret);
    }

    @Test
    void every_name_has_its_own() {
        var secrets = new Secrets(directory);

        assertThat(secrets.get("one")).isNotEqualTo(secrets.get("other"));
    }

    @Test
    void its_file_is_for_its_owner_alone() throws IOException {
        new Secrets(directory).get("jwt-secret");

        assertThat(Files.getPosixFilePermissions(directory.resolve("jwt-secret")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void nodes_that_start_together_agree() {
        var secrets = IntStream.range(0, 16)
                .parallel()
                .mapToObj(node -> new Secrets(directory).get("jwt-secret"))
                .distinct();

        assertThat(secrets).hasSize(1);
    }
}
