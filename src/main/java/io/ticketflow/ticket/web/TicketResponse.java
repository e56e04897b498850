package io.ticketflow.ticket.web;

import com.fasterxml.jackson.annotation.JsonFilter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.ticketflow.platform.web.SparseAnswers;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Deadlines.Deadline;
import io.ticketflow.ticket.OpenTask;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.Stage;
import io.ticketflow.ticket.TicketStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A ticket as the API shows it. */
@JsonFilter(SparseAnswers.FILTER)
record TicketResponse(
        UUID id,
        String number,
        String title,
        String description,
        TicketStatus status,
        @Nullable Stage stage,
        List<OpenTask> openTasks,
        Priority priority,
        Category category,
        List<String> tags,
        @Nullable Named requester,
        @Nullable Named assignee,
        @Nullable TeamName team,
        int escalationLevel,
        int reopenCount,
        @Nullable ResolutionCode resolutionCode,
        @Nullable String resolution,
        @Nullable UUID parentId,
        @Nullable Reference mergedInto,
        int watcherCount,
        @Nullable Sla sla,
        Instant createdAt,
        Instant updatedAt,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant lastActivityAt,

        @Nullable Instant firstRespondedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        long version,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {

    /** A person. */
    record Named(UUID id, String fullName) {}

    /** The ticket into which this one was merged. */
    record Reference(UUID id, String number) {}

    record TeamName(UUID id, String name) {}

    record Sla(Deadline response, Deadline resolution) {}
}
