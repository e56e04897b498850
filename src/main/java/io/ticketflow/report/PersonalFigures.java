package io.ticketflow.report;

import org.jspecify.annotations.Nullable;

/**
 * How somebody's work stands, by the tickets that are theirs now.
 *
 * @param resolved a solution is offered or was accepted
 * @param reopened refused once at least
 * @param medianFirstResponseSeconds from the submission, around the clock; null when there was none
 * @param responsePercent promises kept, of those kept or broken; null when there was none
 */
public record PersonalFigures(
        long assigned,
        long resolved,
        long reopened,
        long openNow,
        @Nullable Long medianFirstResponseSeconds,
        @Nullable Long medianResolutionSeconds,
        @Nullable Double responsePercent,
        @Nullable Double resolutionPercent) {}
