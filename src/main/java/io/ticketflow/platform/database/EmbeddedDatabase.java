package io.ticketflow.platform.database;

import java.nio.file.Path;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/** The application's database on an embedded server, which runs for as long as the application. */
record EmbeddedDatabase(Path directory, EmbeddedServer server, String jdbcUrl, String password)
        implements JdbcConnectionDetails, AutoCloseable {

    static EmbeddedDatabase in(Path directory, String password) {
        var server = EmbeddedServer.start(directory, password);
        return new EmbeddedDatabase(directory, server, server.database("ticketflow"), password);
    }

    @Override
    public String getJdbcUrl() {
        return jdbcUrl;
    }

    @Override
    public String getUsername() {
        return EmbeddedServer.USER;
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return directory.toAbsolutePath().normalize().toString();
    }
}
