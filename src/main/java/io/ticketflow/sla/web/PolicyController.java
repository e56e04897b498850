package io.ticketflow.sla.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.sla.ClockKind;
import io.ticketflow.sla.Policies;
import io.ticketflow.sla.PolicyDraft;
import io.ticketflow.sla.SlaPolicy;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
@RequestMapping("/api/v1/sla/policies")
@Tag(
        name = "SLA",
        description =
                "Promises and clocks. An edit of a policy writes a new version; running tickets keep their version.")
class PolicyController {

    private static final int WARN_AT_PERCENT = 80;

    record NewPolicy(
            @NotNull String name,
            @NotNull Priority priority,
            @Nullable Category category,
            @NotNull Duration responseTarget,
            @NotNull Duration resolutionTarget,
            @NotNull Duration escalateAfter,
            @Nullable Integer warnAtPercent,
            @Nullable UUID calendarId) {

        PolicyDraft draft() {
            return new PolicyDraft(
                    name,
                    priority,
                    category,
                    responseTarget,
                    resolutionTarget,
                    escalateAfter,
                    Objects.requireNonNullElse(warnAtPercent, WARN_AT_PERCENT),
                    calendarId);
        }
    }

    /** Absent members stay as they are; null removes category or calendar. */
    @SuppressWarnings("NullableOptional") // absent and null differ
    record EditPolicy(
            @Nullable String name,
            @Nullable Priority priority,
            @Nullable Optional<Category> category,
            @Nullable Duration responseTarget,
            @Nullable Duration resolutionTarget,
            @Nullable Duration escalateAfter,
            @Nullable Integer warnAtPercent,
            @Nullable Optional<UUID> calendarId) {

        PolicyDraft draft(SlaPolicy former) {
            return new PolicyDraft(
                    Objects.requireNonNullElse(name, former.name()),
                    Objects.requireNonNullElse(priority, former.priority()),
                    category == null ? former.category() : category.orElse(null),
                    Objects.requireNonNullElse(responseTarget, former.target(ClockKind.RESPONSE)),
                    Objects.requireNonNullElse(resolutionTarget, former.target(ClockKind.RESOLUTION)),
                    Objects.requireNonNullElse(escalateAfter, former.escalateAfter()),
                    Objects.requireNonNullElse(warnAtPercent, former.warnAtPercent()),
                    calendarId == null ? former.calendarId() : calendarId.orElse(null));
        }
    }

    record PolicyResponse(
            UUID id,
            int version,
            String name,
            Priority priority,
            @Nullable Category category,
            Duration responseTarget,
            Duration resolutionTarget,
            Duration escalateAfter,
            int warnAtPercent,
            @Nullable UUID calendarId,
            boolean active,
            List<String> warnings) {

        static PolicyResponse of(SlaPolicy policy, List<String> warnings) {
            return new PolicyResponse(
                    policy.id(),
                    policy.version(),
                    policy.name(),
                    policy.priority(),
                    policy.category(),
                    policy.target(ClockKind.RESPONSE),
                    policy.target(ClockKind.RESOLUTION),
                    policy.escalateAfter(),
                    policy.warnAtPercent(),
                    policy.calendarId(),
                    policy.active(),
                    warnings);
        }
    }

    private final Policies policies;

    PolicyController(Policies policies) {
        this.policies = policies;
    }

    @GetMapping
    @Operation(
            operationId = "listSlaPolicies",
            summary =
                    "List the policies that new tickets follow: one for each priority, and those of single categories")
    CursorList<PolicyResponse> list(Actor actor, @ParameterObject Slice slice) {
        return CursorList.cut(policies.policies(actor), slice, "priority", PolicyController::place)
                .map(policy -> PolicyResponse.of(policy, List.of()));
    }

    /** The sort key: the priority, with the general policy before those of categories. */
    private static String place(SlaPolicy policy) {
        return policy.priority() + (policy.category() == null ? "" : " " + policy.category());
    }

    @GetMapping("/{id}")
    @Operation(operationId = "getSlaPolicy", summary = "Read the current version of a policy")
    ResponseEntity<PolicyResponse> read(Actor actor, @PathVariable UUID id) {
        return answer(HttpStatus.OK, policies.policy(id, actor), List.of());
    }

    @PostMapping
    @Operation(
            operationId = "createSlaPolicy",
            summary = "Create a policy for a category of a priority",
            description = "409 POLICY_EXISTS if there is one already.")
    @ApiResponse(responseCode = "201", description = "The new policy", useReturnTypeSchema = true)
    ResponseEntity<PolicyResponse> create(Actor actor, @Valid @RequestBody NewPolicy body) {
        var draft = body.draft();
        return answer(HttpStatus.CREATED, policies.create(draft, actor), draft.warnings());
    }

    @PutMapping("/{id}")
    @Operation(
            operationId = "updateSlaPolicy",
            summary = "Change a policy for tickets from now on: writes the next version",
            description = "Absent members stay as they are; null removes category or calendar.")
    ResponseEntity<PolicyResponse> edit(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody EditPolicy body) {
        var draft = body.draft(policies.policy(id, actor));
        return answer(HttpStatus.OK, policies.edit(id, draft, ifMatch, actor), draft.warnings());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "deleteSlaPolicy",
            summary = "Delete a policy: new tickets do not follow it any more",
            description = "409 POLICY_NEEDED for the general policy of a priority, which cannot be deleted.")
    void delete(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        policies.delete(id, ifMatch, actor);
    }

    private static ResponseEntity<PolicyResponse> answer(HttpStatus status, SlaPolicy policy, List<String> warnings) {
        var answer = ResponseEntity.status(status).eTag(ETags.of(policy.version()));
        if (status == HttpStatus.CREATED) {
            answer.location(URI.create("/api/v1/sla/policies/" + policy.id()));
        }
        return answer.body(PolicyResponse.of(policy, warnings));
    }
}
