package io.ticketflow.process.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.Directory;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.process.versions.Migration;
import io.ticketflow.process.versions.Migrations;
import io.ticketflow.process.versions.Processes;
import io.ticketflow.process.versions.Processes.DeployedProcess;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/processes")
@Tag(name = "Processes", description = "The deployed models, and the migration of their instances")
class ProcessController {

    record Migrate(
            @NotNull Integer from,

            @Nullable @Schema(description = "The newest version if absent")
            Integer to,

            @NotNull @Schema(description = "true: only predict the result for each activity")
            Boolean dryRun,

            @Nullable @Min(1) @Schema(description = "Migrate only this number of instances")
            Integer canary,

            @Nullable
            @Schema(
                    description =
                            "Targets of activities that are not mapped to the activity with the same id: {\"old\": \"new\"}; null"
                                    + " drops one")
            Map<String, @Nullable String> mapping) {}

    record MigrationResponse(
            UUID id,
            String process,
            int from,
            int to,
            Processes.PersonName startedBy,
            Instant startedAt,
            @Nullable Instant finishedAt,
            long instances,
            long migrated,
            long failed,
            long waiting) {}

    @Schema(description = "The ticket's number; null for instances of other processes")
    record InstanceResponse(
            @Nullable String number,
            String processInstanceId,
            Migration.State state,
            @Nullable String problem,
            @Nullable Instant doneAt) {}

    private final Processes processes;
    private final Migrations migrations;
    private final Directory directory;

    ProcessController(Processes processes, Migrations migrations, Directory directory) {
        this.processes = processes;
        this.migrations = migrations;
        this.directory = directory;
    }

    @GetMapping
    @Operation(
            operationId = "listProcesses",
            summary = "List all processes with all their versions, newest first",
            description = "With the number of instances of each version, who deployed it and when. Allowed to staff.")
    List<DeployedProcess> all(Actor actor) {
        return processes.all(actor);
    }

    @GetMapping(path = "/{key}/versions/{version}/xml", produces = MediaType.APPLICATION_XML_VALUE)
    @Operation(operationId = "getProcessXml", summary = "Read the BPMN of a version, as it was deployed")
    byte[] xml(Actor actor, @PathVariable String key, @PathVariable int version) {
        return processes.xml(key, version, actor);
    }

    @PostMapping("/{key}/migrate")
    @Operation(
            operationId = "migrateProcess",
            summary = "Migrate the instances of one version to another",
            description =
                    "With dryRun, one instance of each activity is migrated and rolled back. The report says where the"
                            + " instances would stand, which timers would be deleted or created, and why some cannot be migrated."
                            + " Otherwise the migration runs in the background, with a transaction for each instance; an instance that"
                            + " cannot be migrated stays unchanged. Timers keep their times. Allowed to process owners and ADMIN.")
    @ApiResponse(responseCode = "200", description = "The report of the dry run", content = @Content)
    @ApiResponse(responseCode = "202", description = "The migration that has begun", content = @Content)
    ResponseEntity<?> migrate(Actor actor, @PathVariable String key, @Valid @RequestBody Migrate body) {
        var wish =
                new Migrations.Wish(key, body.from(), body.to(), Objects.requireNonNullElse(body.mapping(), Map.of()));
        if (body.dryRun()) {
            return ResponseEntity.ok(migrations.tryOut(wish, actor));
        }
        var migration = migrations.start(wish, body.canary(), actor);
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/processes/%s/migrations/%s".formatted(key, migration.id())))
                .body(response(migration));
    }

    @GetMapping("/{key}/migrations")
    @Operation(operationId = "listMigrations", summary = "List the migrations, newest first")
    CursorList<MigrationResponse> migrations(Actor actor, @PathVariable String key, @ParameterObject Slice slice) {
        return migrations.list(key, slice, actor).map(this::response);
    }

    @GetMapping("/{key}/migrations/{id}")
    @Operation(operationId = "getMigration", summary = "Read the progress of a migration")
    ResponseEntity<MigrationResponse> migration(Actor actor, @PathVariable String key, @PathVariable UUID id) {
        var migration = response(migrations.read(key, id, actor));
        return ResponseEntity.ok().eTag(ETags.ofContent(migration)).body(migration);
    }

    @GetMapping("/{key}/migrations/{id}/instances")
    @Operation(
            operationId = "listMigratedInstances",
            summary = "List the results for the instances of a migration",
            description = "In the order in which they are migrated.")
    CursorList<InstanceResponse> instances(
            Actor actor,
            @PathVariable String key,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") List<Migration.State> state,
            @ParameterObject Slice slice) {
        return migrations
                .instances(key, id, state, slice, actor)
                .map(instance -> new InstanceResponse(
                        instance.businessKey(),
                        instance.processInstanceId(),
                        instance.state(),
                        instance.problem(),
                        instance.doneAt()));
    }

    private MigrationResponse response(Migration migration) {
        var starter = directory.person(Objects.requireNonNull(migration.by().userId()));
        return new MigrationResponse(
                migration.id(),
                migration.process(),
                migration.from(),
                migration.to(),
                new Processes.PersonName(starter.id(), starter.fullName()),
                migration.startedAt(),
                migration.finishedAt(),
                migration.instances(),
                migration.migrated(),
                migration.failed(),
                migration.instances() - migration.migrated() - migration.failed());
    }
}
