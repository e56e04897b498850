package io.ticketflow.ticket.search;

import io.ticketflow.ticket.Tags;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Renews what an older version stored of a ticket so that searches and filters find it: the words of its texts, and its tags. It works in the background with pauses,
 * the newest tickets first, so that an upgrade starts at once. After a kill the next start goes on.
 */
@Component
class FormerTexts {

    private static final int AT_ONCE = 100;

    /** After this time the rest waits for the next transaction, because long texts take long, and people who change one of these tickets wait. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    /** Finds former tickets that no other transaction has locked. */
    private static final String TAKE = """
            select id, tags from tickets
            where id in (select ticket_id from ticket_texts where is_former order by number desc limit ?)
            order by number desc
            for no key update skip locked""";

    /** SQL: triggers keep the words, and so does the function that renews them. */
    private final JdbcTemplate jdbc;

    private final TransactionTemplate transactions;
    private boolean done;

    FormerTexts(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    private record Former(UUID ticket, List<String> tags) {

        static Former of(ResultSet row, int number) throws SQLException {
            return new Former(row.getObject("id", UUID.class), List.of((String[])
                    row.getArray("tags").getArray()));
        }
    }

    @Scheduled(fixedDelay = 500, initialDelay = 5_000, timeUnit = TimeUnit.MILLISECONDS)
    void renewSome() {
        if (!done) {
            transactions.executeWithoutResult(transaction -> {
                var begin = System.nanoTime();
                var taken = jdbc.query(TAKE, Former::of, AT_ONCE).iterator();
                while (taken.hasNext() && System.nanoTime() - begin < LONGEST.toNanos()) {
                    renew(taken.next());
                }
                done = Boolean.FALSE.equals(
                        jdbc.queryForObject("select exists (select from ticket_texts where is_former)", Boolean.class));
            });
        }
    }

    private void renew(Former former) {
        renewTags(former);
        jdbc.query("select renew_ticket_text(?)", row -> {}, former.ticket());
    }

    /** The version is raised, so that a request that has read the former tags does not write them again. */
    private void renewTags(Former former) {
        var tags = Tags.normalized(former.tags()).stream()
                .filter(tag -> !tag.isEmpty())
                .toList();
        if (!tags.equals(former.tags())) {
            jdbc.update(
                    "update tickets set tags = ?, version = version + 1 where id = ?",
                    tags.toArray(String[]::new),
                    former.ticket());
        }
    }
}
