package io.ticketflow.platform.database;

import io.ticketflow.platform.ActsByItself;
import io.ticketflow.platform.CannotStartException;
import io.ticketflow.platform.Secrets;
import io.ticketflow.platform.Settings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.orm.jpa.JpaVendorAdapter;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/** Connects to the database of DATABASE_URL, or starts an embedded server in the data directory if that is not set. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean
    JdbcConnectionDetails database(
            @Value("${ticketflow.database-url}") String url,
            Settings settings,
            Secrets secrets,
            Environment environment) {
        if (!url.isBlank()) {
            return DatabaseUrl.parse("DATABASE_URL", url);
        }
        var directory = settings.dataDirectory().resolve("postgresql");
        if (environment.matchesProfiles(ActsByItself.ONLY_LOOKS) && !EmbeddedServer.isIn(directory)) {
            throw new CannotStartException("There is no database in %s, and DATABASE_URL is not set."
                    .formatted(directory.toAbsolutePath().normalize()));
        }
        return EmbeddedDatabase.in(directory, secrets.get("database-password"));
    }

    @Bean
    @Profile(ActsByItself.ONLY_LOOKS)
    FlywayMigrationStrategy comparisonInsteadOfMigration() {
        return Tables::areOfThisVersion;
    }

    @Bean
    JpaVendorAdapter hibernate(StatementSettings settings) {
        var limits = new StatementLimits(settings);
        return new HibernateJpaVendorAdapter() {
            @Override
            public HibernateJpaDialect getJpaDialect() {
                return limits;
            }
        };
    }

    @Bean
    static ExpressLane.Builder expressLane() {
        return new ExpressLane.Builder();
    }
}
