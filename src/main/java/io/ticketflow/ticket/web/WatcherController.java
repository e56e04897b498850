package io.ticketflow.ticket.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.ticket.Watching;
import io.ticketflow.ticket.web.TicketResponse.Named;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The watchers of a ticket. */
@RestController
@RequestMapping("/api/v1/tickets/{id}/watchers")
@Tag(name = "Tickets")
class WatcherController {

    private final Watching watching;
    private final TicketResponses responses;

    WatcherController(Watching watching, TicketResponses responses) {
        this.watching = watching;
        this.responses = responses;
    }

    @GetMapping
    @Operation(
            operationId = "listWatchers",
            summary = "List the watchers of a ticket; who has watched longest comes first")
    List<Named> watchers(Actor actor, @PathVariable String id) {
        var watchers = watching.watchersOf(id, actor);
        var people = responses.names(watchers.stream());
        return watchers.stream().map(people::get).filter(Objects::nonNull).toList();
    }

    @PutMapping("/{person}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "addWatcher",
            summary = "Add a watcher: the person is told of the ticket's comments and steps, and may see it",
            description = "Staff may add every person; requesters may add staff on their own tickets.")
    void watch(
            Actor actor, @PathVariable String id, @PathVariable @Parameter(description = "An id or me") String person) {
        watching.watch(id, personId(person, actor), actor);
    }

    @DeleteMapping("/{person}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "removeWatcher", summary = "Remove a watcher")
    void unwatch(
            Actor actor, @PathVariable String id, @PathVariable @Parameter(description = "An id or me") String person) {
        watching.unwatch(id, personId(person, actor), actor);
    }

    private static UUID personId(String person, Actor actor) {
        try {
            return person.equals("me") ? Objects.requireNonNull(actor.userId()) : UUID.fromString(person);
        } catch (IllegalArgumentException notAnId) {
            throw new NotFoundException("NOT_FOUND", "There is nothing here.");
        }
    }
}
