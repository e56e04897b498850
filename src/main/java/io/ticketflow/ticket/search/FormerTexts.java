package io.ticketflow.ticket.search;

import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Renews the searchable words of tickets that an older version stored. It works in the background with pauses, the newest tickets first, so that an upgrade starts
 * at once. After a kill the next start goes on.
 */
@Component
class FormerTexts {

    private static final int AT_ONCE = 100;

    /** SQL: triggers keep the words, and so does the function that renews them. */
    private final JdbcTemplate jdbc;

    private final TransactionTemplate transactions;
    private boolean done;

    FormerTexts(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelay = 500, initialDelay = 5_000, timeUnit = TimeUnit.MILLISECONDS)
    void renewSome() {
        if (!done) {
            transactions.executeWithoutResult(transaction -> done =
                    Boolean.FALSE.equals(jdbc.queryForObject("select renew_former_texts(?)", Boolean.class, AT_ONCE)));
        }
    }
}
