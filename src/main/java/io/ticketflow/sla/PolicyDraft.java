package io.ticketflow.sla;

import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The content of a policy to be written; durations in whole seconds.
 *
 * @param category null for all categories without a policy of their own
 * @param calendarId null for around the clock
 */
public record PolicyDraft(
        String name,
        Priority priority,
        @Nullable Category category,
        Duration responseTarget,
        Duration resolutionTarget,
        Duration escalateAfter,
        int warnAtPercent,
        @Nullable UUID calendarId) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3650);

    /** @throws InvalidException naming the first field that is wrong */
    public PolicyDraft {
        if (VisibleText.isMissing(name) || name.length() > 100) {
            throw InvalidException.field("name", "has 1 to 100 characters");
        }
        check("responseTarget", responseTarget);
        check("resolutionTarget", resolutionTarget);
        check("escalateAfter", escalateAfter);
        if (warnAtPercent < 1 || warnAtPercent > 99) {
            throw InvalidException.field("warnAtPercent", "is from 1 to 99");
        }
    }

    private static void check(String field, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw InvalidException.field(field, "is from PT1S to P3650D");
        }
        if (!duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))) {
            throw InvalidException.field(field, "is in whole seconds");
        }
    }

    /** Describes values that are allowed but probably a mistake. */
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (responseTarget.compareTo(resolutionTarget) > 0) {
            warnings.add("The response may take longer than the resolution.");
        }
        return warnings;
    }
}
