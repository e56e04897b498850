package io.ticketflow.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The data directory of an application with an embedded database, whose process and port may change at every start. */
record EmbeddedData(Path directory) {

    ProcessHandle postmaster() {
        return ProcessHandle.of(Long.parseLong(postmasterFile().get(0))).orElseThrow();
    }

    /** The JDBC address of the database that is running now. */
    String url() {
        try {
            return "jdbc:postgresql://127.0.0.1:%s/ticketflow?user=ticketflow&password=%s"
                    .formatted(
                            postmasterFile().get(3),
                            Files.readString(directory.resolve("database-password"))
                                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> postmasterFile() {
        try {
            return Files.readAllLines(directory.resolve("postgresql/cluster/postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
