package io.ticketflow.identity.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.Accounts;
import io.ticketflow.identity.Accounts.Presence;
import io.ticketflow.identity.Availability;
import io.ticketflow.platform.Actor;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "Users")
class UserController {

    record SetAvailability(
            @NotNull Availability availability, @Nullable Instant awayUntil) {}

    private final Accounts accounts;

    UserController(Accounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping("/{id}/availability")
    @Operation(summary = "Whether somebody takes new work; for themselves, their team's lead and those above")
    Presence availability(Actor actor, @PathVariable UUID id) {
        return accounts.presence(actor, id);
    }

    @PatchMapping("/{id}/availability")
    @Operation(summary = "Say whether somebody takes new work; who comes back is offered the tickets that wait")
    Presence setAvailability(Actor actor, @PathVariable UUID id, @Valid @RequestBody SetAvailability wanted) {
        return accounts.setAvailability(actor, id, wanted.availability(), wanted.awayUntil());
    }
}
