package io.ticketflow.platform.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/** Opens connections outside of the pools, for questions about a server that must not wait for other work. */
final class DirectConnection {

    private DirectConnection() {}

    /**
     * Opens a connection.
     *
     * @param name what the server calls it in pg_stat_activity
     * @param seconds how long it waits for the server to accept it, and for each answer
     */
    static Connection open(JdbcConnectionDetails database, String name, int seconds) throws SQLException {
        var properties = new Properties();
        Optional.ofNullable(database.getUsername()).ifPresent(user -> properties.setProperty("user", user));
        Optional.ofNullable(database.getPassword()).ifPresent(word -> properties.setProperty("password", word));
        var patience = String.valueOf(seconds);
        properties.setProperty("connectTimeout", patience);
        properties.setProperty("socketTimeout", patience);
        properties.setProperty("ApplicationName", name);
        return DriverManager.getConnection(database.getJdbcUrl(), properties);
    }
}
