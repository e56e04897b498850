package io.ticketflow.platform.database;

import io.ticketflow.platform.Secrets;
import io.ticketflow.platform.Settings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the database is: the one of DATABASE_URL, else on a server of our own in the data directory. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    JdbcConnectionDetails database(
            @Value("${ticketflow.database-url}") String url, Settings settings, Secrets secrets) {
        return url.isBlank()
                ? EmbeddedDatabase.in(settings.dataDirectory().resolve("postgresql"), secrets.get("database-password"))
                : DatabaseUrl.parse(url);
    }
}
