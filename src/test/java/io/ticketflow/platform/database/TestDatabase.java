package io.ticketflow.platform.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** Gives each context a new database on the one server of this test run, whose data are deleted at the end. */
public class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String PASSWORD = "test";

    private static int made;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of("ticketflow.database-url=" + fresh(), "ticketflow.data-directory=" + Server.DIRECTORY)
                .applyTo(context);
    }

    /** The JDBC address, with user and password, of a new database. */
    public static synchronized String fresh() {
        var url = Server.RUNNING.database("test" + ++made);
        return "%s?user=%s&password=%s".formatted(url, EmbeddedServer.USER, PASSWORD);
    }

    /** Started by the first test that needs it. */
    private static final class Server {

        static final Path DIRECTORY = temporaryDirectory();
        static final EmbeddedServer RUNNING = EmbeddedServer.start(
                DIRECTORY.resolve("postgresql"),
                PASSWORD,
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off");

        static {
            // Stops the server after the contexts are closed, because they use it until then.
            SpringApplication.getShutdownHandlers().add(Server::stop);
        }

        private static Path temporaryDirectory() {
            try {
                return Files.createTempDirectory("ticketflow-test");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void stop() {
            RUNNING.close();
            try {
                FileSystemUtils.deleteRecursively(DIRECTORY);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
