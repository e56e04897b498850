package io.ticketflow.ticket.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.web.SparseAnswers;
import io.ticketflow.ticket.search.TicketFilters;
import io.ticketflow.ticket.search.TicketFinder;
import io.ticketflow.ticket.search.TicketQuery;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Users")
class UserTicketsController {

    private final TicketFinder finder;
    private final TicketResponses responses;

    UserTicketsController(TicketFinder finder, TicketResponses responses) {
        this.finder = finder;
        this.responses = responses;
    }

    @GetMapping("/api/v1/users/{id}/tickets")
    @Operation(
            operationId = "listUserTickets",
            summary = "List the tickets that a person submitted or is assigned to",
            description = "Filters, sorts and fields as in GET /tickets; assignee and requester distinguish the two.")
    CursorList<TicketResponse> list(
            Actor actor,
            @PathVariable UUID id,
            @ParameterObject TicketFilters filters,
            @RequestParam(required = false) @Nullable String sort,
            @ParameterObject Slice slice,
            @RequestParam(defaultValue = "") List<String> fields) {
        SparseAnswers.only(TicketResponse.class, fields);
        var found = finder.findOf(id, new TicketQuery(filters.filter(actor), sort, slice), actor);
        return new CursorList<>(responses.page(found.items(), actor), found.nextCursor(), found.total());
    }
}
