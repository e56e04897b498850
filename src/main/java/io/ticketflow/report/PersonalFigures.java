package io.ticketflow.report;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Numbers about the tickets that are assigned to a person now.
 *
 * @param resolved tickets with a solution, accepted or not yet
 * @param reopened tickets whose solution was rejected at least once
 * @param medianFirstResponseSeconds from the submission, around the clock; null when there was no response
 * @param responsePercent the share of kept promises among those that were kept or broken; null when there were none
 */
public record PersonalFigures(
        long assigned,
        long resolved,
        long reopened,
        long openNow,
        @Nullable Long medianFirstResponseSeconds,
        @Nullable Long medianResolutionSeconds,
        @Nullable Double responsePercent,
        @Nullable Double resolutionPercent) {

    static PersonalFigures of(UUID person, Instant now, JdbcClient database) {
        var theirs = Overview.ofPeople().read(database, Facts.asOf(now).having("assignee_id", List.of(person)));
        return new PersonalFigures(
                theirs.count(Figure.TOTAL),
                theirs.count(Figure.RESOLVED),
                theirs.count(Figure.REOPENED),
                theirs.count(Figure.OPEN),
                theirs.firstResponse().p50(),
                theirs.resolution().p50(),
                theirs.percent(Figure.RESPONSE_MET, Figure.RESPONSE_BREACHED),
                theirs.percent(Figure.RESOLUTION_MET, Figure.RESOLUTION_BREACHED));
    }
}
