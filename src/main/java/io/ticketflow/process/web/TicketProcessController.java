package io.ticketflow.process.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.process.versions.ProcessViews;
import io.ticketflow.process.versions.ProcessViews.ProcessView;
import io.ticketflow.ticket.ServiceDesk;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Tickets")
class TicketProcessController {

    private final ServiceDesk desk;
    private final ProcessViews views;

    TicketProcessController(ServiceDesk desk, ProcessViews views) {
        this.desk = desk;
        this.views = views;
    }

    @GetMapping("/api/v1/tickets/{id}/process")
    @Operation(
            operationId = "getTicketProcess",
            summary =
                    "Show where the ticket stands in its model: version, open activities, timers, and the passed states",
            description =
                    "404 NO_PROCESS if the ticket has no process instance; tickets that were loaded or restored without one exist.")
    ProcessView process(Actor actor, @PathVariable String id) {
        return views.of(desk.read(id, actor));
    }
}
