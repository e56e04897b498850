package io.ticketflow.platform.database;

import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import org.hibernate.Session;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Sets the statement timeout of transactions outside of requests to that of {@link StatementSettings}, and of a transaction with a timeout of its own to that
 * one. Requests need no statement for it, because each connection begins with their limit.
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
