package io.ticketflow.process.engine;

import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.UnreadableException;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The limits for one request at the engine's doors, which are higher than the web applications ever need. A request beyond them is answered with 400 {@code
 * TOO_MUCH_AT_ONCE}. They do not limit the application itself.
 *
 * @param mostAtOnce rows of an answer, and values that a query or a body may have
 */
@ConfigurationProperties("ticketflow.engine")
@Validated
public record EngineLimits(@Positive int mostAtOnce) {

    /** One table for each condition on a variable, and some for the query itself. The memory of the database's planner grows with the square of this number. */
    private static final int MOST_TABLES = 30;

    public static boolean areInForce() {
        return CurrentActor.get().isAtTheEnginesDoors();
    }

    /** Reads one row too many for a query without paging, which {@link #checkRows} finds. */
    public void bound(ListQueryParameterObject query) {
        var tooMany = mostAtOnce + 1;
        if (query.getMaxResults() == Integer.MAX_VALUE) {
            query.setMaxResults(tooMany);
        } else if (query.getMaxResults() > tooMany) {
            throw tooManyRows();
        }
    }

    public void checkRows(List<?> found) {
        if (found.size() > mostAtOnce) {
            throw tooManyRows();
        }
    }

    private UnreadableException tooManyRows() {
        return UnreadableException.tooMuchAtOnce(
                "The answer would be too long: ask for pages of at most %d (firstResult, maxResults)."
                        .formatted(mostAtOnce));
    }

    public void checkValues(int brought) {
        if (brought > mostAtOnce) {
            throw UnreadableException.tooMuchAtOnce(
                    "These are too many values at once: at most %d are taken.".formatted(mostAtOnce));
        }
    }

    void checkTables(long read) {
        if (read > MOST_TABLES) {
            throw UnreadableException.tooMuchAtOnce("These are too many conditions at once.");
        }
    }
}
