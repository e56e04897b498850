package io.ticketflow.platform.database;

import io.ticketflow.platform.CannotStartException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/**
 * A database that the operator names, as JDBC needs it.
 *
 * @param setting the setting that names it, such as DATABASE_URL
 */
record DatabaseUrl(
        String setting,
        String jdbcUrl,
        @Nullable String username,
        @Nullable String password) implements JdbcConnectionDetails {

    /** Matches greedily up to the last @, so that a password with an unescaped / or @ is read correctly, too. */
    private static final Pattern URL =
            Pattern.compile("postgres(?:ql)?://(?:(?<username>[^:/@]*)(?::(?<password>.*))?@)?(?<place>[^@/]*/[^@]+)");

    static DatabaseUrl parse(String setting, String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new DatabaseUrl(setting, url, null, null);
        }
        var parts = URL.matcher(url);
        if (!parts.matches()) {
            // The message leaves out the value, because it may contain a password.
            throw new CannotStartException(
                    setting + " is neither postgresql://user:password@host:port/database nor jdbc:postgresql://…");
        }
        return new DatabaseUrl(
                setting,
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
        return "the database of " + setting;
    }
}
