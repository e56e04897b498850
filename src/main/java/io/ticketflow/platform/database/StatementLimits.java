package io.ticketflow.platform.database;

import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import org.hibernate.Session;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Gives a transaction that is no request's the time that {@link StatementSettings} allows it, and one that names a timeout that. Requests pay nothing for it:
 * theirs is what a connection begins with.
 */
class StatementLimits extends HibernateJpaDialect {

    private final int jobSeconds;

    StatementLimits(StatementSettings settings) {
        this.jobSeconds = settings.jobSeconds();
    }

    @Override
    public Object beginTransaction(EntityManager entities, TransactionDefinition definition) throws SQLException {
        var begun = super.beginTransaction(entities, definition);
        if (definition.getTimeout() != TransactionDefinition.TIMEOUT_DEFAULT) {
            allow(definition.getTimeout(), entities);
        } else if (RequestContextHolder.getRequestAttributes() == null) {
            allow(jobSeconds, entities);
        }
        return begun;
    }

    private static void allow(int seconds, EntityManager entities) {
        entities.unwrap(Session.class).doWork(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set local statement_timeout = '%ds'".formatted(seconds));
            }
        });
    }
}
