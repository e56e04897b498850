package io.ticketflow.ticket.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Ownership.Assignable;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/users/assignable")
@Tag(name = "Users")
class AssignableController {

    record TeamName(UUID id, String name) {}

    record AssignableResponse(
            UUID id,
            String fullName,
            Role role,
            @Nullable TeamName team,
            boolean available,
            long openTickets,
            int maxOpenTickets) {}

    private final Ownership ownership;
    private final Directory directory;

    AssignableController(Ownership ownership, Directory directory) {
        this.ownership = ownership;
        this.directory = directory;
    }

    @GetMapping
    @Operation(
            operationId = "listAssignableUsers",
            summary = "List the people to whom the caller may assign a ticket, with their numbers of open tickets")
    CursorList<AssignableResponse> list(Actor actor, @RequestParam String ticketId, @ParameterObject Slice slice) {
        return CursorList.cut(
                        ownership.assignable(ticketId, actor),
                        slice,
                        "fullName",
                        found ->
                                found.person().fullName() + " " + found.person().id())
                .map(this::response);
    }

    private AssignableResponse response(Assignable assignable) {
        var person = assignable.person();
        var team = Optional.ofNullable(person.teamId())
                .flatMap(directory::findTeam)
                .map(found -> new TeamName(found.id(), found.name()))
                .orElse(null);
        return new AssignableResponse(
                person.id(),
                person.fullName(),
                person.role(),
                team,
                person.available(),
                assignable.openTickets(),
                person.maxOpenTickets());
    }
}
