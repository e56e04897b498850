package io.ticketflow.identity.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.Accounts;
import io.ticketflow.identity.Accounts.Presence;
import io.ticketflow.identity.Availability;
import io.ticketflow.identity.Colleague;
import io.ticketflow.identity.NewPerson;
import io.ticketflow.identity.PeopleFinder;
import io.ticketflow.identity.PeopleQuery;
import io.ticketflow.identity.PersonEdit;
import io.ticketflow.identity.Profile;
import io.ticketflow.identity.ProfileEdit;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SeenPerson;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.VisibleText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "Users")
class UserController {

    private static final int MOST_TICKETS = 1_000;

    record NewUser(
            @NotBlank String email,
            @VisibleText.Required String fullName,
            @NotNull Role role,
            @Nullable String password,
            @Nullable String phone,
            @Nullable UUID teamId,
            @Nullable Set<@VisibleText.Required @Size(max = 50) String> skills,
            @Nullable @Min(0) @Max(MOST_TICKETS) Integer maxOpenTickets) {

        NewPerson person() {
            return new NewPerson(
                    email,
                    fullName,
                    role,
                    password,
                    phone,
                    teamId,
                    Objects.requireNonNullElse(skills, Set.of()),
                    Objects.requireNonNullElse(maxOpenTickets, NewPerson.DEFAULT_MAX_OPEN_TICKETS),
                    false);
        }
    }

    @SuppressWarnings("NullableOptional") // absent and empty differ
    record EditUser(
            @Nullable
            @Schema(
                    description =
                            "The new address. The person has to confirm it, unless no mail server is set: then it counts as"
                                    + " confirmed. Their sessions, sign-ins that wait for a code and mailed links end, and the former"
                                    + " address is told")
            String email,

            @Nullable String fullName,
            @Nullable Optional<String> phone,
            @Nullable String timezone,
            @Nullable String locale,
            @Nullable @Min(0) @Max(MOST_TICKETS) Integer maxOpenTickets,
            @Nullable Optional<UUID> teamId,
            @Nullable Boolean active,
            @Nullable Boolean processOwner) {

        @SuppressWarnings("NullOptional") // null: the availability stays as it is
        PersonEdit edit() {
            return new PersonEdit(
                    new ProfileEdit(fullName, phone, timezone, locale, null, null),
                    email,
                    maxOpenTickets,
                    teamId,
                    active,
                    processOwner);
        }
    }

    record SetRole(@NotNull Role role) {}

    record SetSkills(@NotNull @Size(max = 50) Set<@VisibleText.Required @Size(max = 50) String> skills) {}

    record SetAvailability(
            @NotNull Availability availability, @Nullable Instant awayUntil) {}

    private final Accounts accounts;
    private final PeopleFinder finder;

    UserController(Accounts accounts, PeopleFinder finder) {
        this.accounts = accounts;
        this.finder = finder;
    }

    @GetMapping
    @Operation(operationId = "listUsers", summary = "List all accounts, by full name; allowed to administrators")
    CursorList<Profile> list(
            Actor actor,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable Role role,
            @RequestParam(required = false) @Nullable UUID team,
            @RequestParam(required = false) @Nullable Boolean active,
            @ParameterObject Slice slice) {
        return finder.find(new PeopleQuery(q, role, team, active, slice), actor);
    }

    @PostMapping
    @Operation(
            operationId = "createUser",
            summary = "Create an account; allowed to administrators",
            description =
                    "With a password it can be used at once; without one the person is invited by mail to choose it.")
    @ApiResponse(responseCode = "201", description = "The new account", useReturnTypeSchema = true)
    ResponseEntity<Profile> create(Actor actor, @Valid @RequestBody NewUser body) {
        var created = accounts.create(body.person(), actor);
        return ResponseEntity.created(URI.create("/api/v1/users/" + created.id()))
                .eTag(created.etag())
                .body(created);
    }

    @GetMapping("/{id}")
    @Operation(
            operationId = "getUser",
            summary = "Read a person: the whole profile for the person and for administrators; name, role, team and"
                    + " availability for staff",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content = @Content(schema = @Schema(oneOf = {Profile.class, Colleague.class}))))
    ResponseEntity<SeenPerson> read(Actor actor, @PathVariable UUID id) {
        var seen = accounts.seen(id, actor);
        return ResponseEntity.ok().eTag(seen.etag()).body(seen);
    }

    @PutMapping("/{id}")
    @Operation(
            operationId = "updateUser",
            summary = "Change an account; allowed to administrators",
            description = "Absent members stay as they are; null removes phone and team.")
    ResponseEntity<Profile> edit(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody EditUser body) {
        return answer(accounts.edit(id, body.edit(), ifMatch, actor));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "deactivateUser",
            summary = "End an account; its open tickets are routed again. Allowed to administrators")
    void deactivate(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        accounts.deactivate(id, ifMatch, actor);
    }

    @PatchMapping("/{id}/role")
    @Operation(operationId = "changeUserRole", summary = "Change a person's role; allowed to administrators")
    ResponseEntity<Profile> changeRole(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody SetRole body) {
        return answer(accounts.changeRole(id, body.role(), ifMatch, actor));
    }

    @PutMapping("/{id}/skills")
    @Operation(
            operationId = "setUserSkills",
            summary = "Replace a person's skills; allowed to the person's lead and higher roles")
    Colleague setSkills(Actor actor, @PathVariable UUID id, @Valid @RequestBody SetSkills body) {
        return accounts.setSkills(id, body.skills(), actor);
    }

    @GetMapping("/{id}/availability")
    @Operation(
            operationId = "getAvailability",
            summary = "Read whether a person takes new work; allowed to the person, their team's lead and higher roles")
    Presence availability(Actor actor, @PathVariable UUID id) {
        return accounts.presence(actor, id);
    }

    @PatchMapping("/{id}/availability")
    @Operation(
            operationId = "setAvailability",
            summary = "Change whether a person takes new work; a person who comes back may get waiting tickets")
    Presence setAvailability(Actor actor, @PathVariable UUID id, @Valid @RequestBody SetAvailability wanted) {
        return accounts.setAvailability(actor, id, wanted.availability(), wanted.awayUntil());
    }

    private static ResponseEntity<Profile> answer(Profile profile) {
        return ResponseEntity.ok().eTag(profile.etag()).body(profile);
    }
}
