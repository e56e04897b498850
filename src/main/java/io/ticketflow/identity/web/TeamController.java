package io.ticketflow.identity.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.TeamAdministration;
import io.ticketflow.identity.TeamAdministration.Skill;
import io.ticketflow.identity.TeamAdministration.TeamEdit;
import io.ticketflow.identity.TeamAdministration.TeamView;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.VisibleText;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "Teams")
class TeamController {

    record NewTeam(
            @VisibleText.Required String name,
            @Nullable String description,
            @Nullable UUID leadId) {}

    private final TeamAdministration teams;

    TeamController(TeamAdministration teams) {
        this.teams = teams;
    }

    @GetMapping("/teams")
    @Operation(operationId = "listTeams", summary = "List the teams with their people, by name")
    CursorList<TeamView> list(Actor actor, @ParameterObject Slice slice) {
        return CursorList.cut(
                teams.teams(actor), slice, "name", team -> team.name().toLowerCase(Locale.ROOT) + " " + team.id());
    }

    @PostMapping("/teams")
    @Operation(operationId = "createTeam", summary = "Create a team; allowed to managers")
    @ApiResponse(responseCode = "201", description = "The new team", useReturnTypeSchema = true)
    ResponseEntity<TeamView> create(Actor actor, @Valid @RequestBody NewTeam body) {
        var team = teams.create(body.name(), body.description(), body.leadId(), actor);
        return ResponseEntity.created(URI.create("/api/v1/teams/" + team.id()))
                .eTag(team.etag())
                .body(team);
    }

    @GetMapping("/teams/{id}")
    @Operation(operationId = "getTeam", summary = "Read a team with its people")
    ResponseEntity<TeamView> read(Actor actor, @PathVariable UUID id) {
        return answer(teams.team(id, actor));
    }

    @PutMapping("/teams/{id}")
    @Operation(
            operationId = "updateTeam",
            summary = "Change a team; allowed to managers",
            description =
                    "Absent members stay as they are. slackWebhookUrl must be an incoming webhook of Slack and is never answered."
                            + " A team that a deployed table names cannot get another name: 409"
                            + " TEAM_IN_TABLE.")
    ResponseEntity<TeamView> edit(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody TeamEdit body) {
        return answer(teams.edit(id, body, ifMatch, actor));
    }

    @DeleteMapping("/teams/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "deleteTeam",
            summary = "End a team that has no people and no open tickets, and that no table names; allowed to managers")
    void end(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        teams.end(id, ifMatch, actor);
    }

    @PutMapping("/teams/{id}/members/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "addTeamMember",
            summary = "Add a person to a team; the person leaves their former team. Allowed to managers")
    void addMember(Actor actor, @PathVariable UUID id, @PathVariable UUID userId) {
        teams.addMember(id, userId, actor);
    }

    @DeleteMapping("/teams/{id}/members/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "removeTeamMember", summary = "Remove a person from a team; allowed to managers")
    void removeMember(Actor actor, @PathVariable UUID id, @PathVariable UUID userId) {
        teams.removeMember(id, userId, actor);
    }

    @GetMapping("/skills")
    @Operation(operationId = "listSkills", summary = "List the skills, with the number of people who have each")
    List<Skill> skills(Actor actor) {
        return teams.skills(actor);
    }

    private static ResponseEntity<TeamView> answer(TeamView team) {
        return ResponseEntity.ok().eTag(team.etag()).body(team);
    }
}
