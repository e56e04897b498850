package io.ticketflow.platform.database;

import io.ticketflow.platform.CannotStartException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/** The database that the operator names in DATABASE_URL, as JDBC needs it. */
record DatabaseUrl(
        String jdbcUrl, @Nullable String username, @Nullable String password) implements JdbcConnectionDetails {

    /** Matches greedily up to the last @, so that a password with an unescaped / or @ is read correctly, too. */
    private static final Pattern URL =
            Pattern.compile("postgres(?:ql)?://(?:(?<username>[^:/@]*)(?::(?<password>.*))?@)?(?<place>[^@/]*/[^@]+)");

    static DatabaseUrl parse(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new DatabaseUrl(url, null, null);
        }
        var parts = URL.matcher(url);
        if (!parts.matches()) {
            // The message leaves out the value, because it may contain a password.
            throw new CannotStartException(
                    "DATABASE_URL is neither postgresql://user:password@host:port/database nor jdbc:postgresql://…");
        }
        return new DatabaseUrl(
                "jdbc:postgresql://" + parts.group("place"),
                decoded(parts.group("username")),
                decoded(parts.group("password")));
    }

    private static @Nullable String decoded(@Nullable String part) {
        return part == null ? null : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String getJdbcUrl() {
        return jdbcUrl;
    }

    @Override
    public @Nullable String getUsername() {
        return username;
    }

    @Override
    public @Nullable String getPassword() {
        return password;
    }

    @Override
    public String toString() {
        return "the database of DATABASE_URL";
    }
}
