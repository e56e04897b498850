package io.ticketflow.report;

import org.jspecify.annotations.Nullable;

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
        @Nullable Double resolutionPercent) {}
