package io.ticketflow.report.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.report.NamedPerson;
import io.ticketflow.report.subscription.Rhythm;
import io.ticketflow.report.subscription.Subscription;
import io.ticketflow.report.subscription.SubscriptionDraft;
import io.ticketflow.report.subscription.Subscriptions;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/reports/subscriptions")
@Tag(name = "Reports")
class SubscriptionController {

    private static final int MOST_TEAMS = 50;

    record Subscribe(
            @NotNull @Schema(description = "A report of GET /reports/export")
            String report,

            @NotNull Rhythm interval,

            @Nullable @Schema(description = "Where weeks and months begin; without it, the caller's zone")
            String tz,

            @Nullable @Size(max = MOST_TEAMS) Set<@NotNull UUID> team,
            @Nullable Set<@NotNull Priority> priority,
            @Nullable Set<@NotNull Category> category,

            @NotNull
            @Size(min = 1, max = Subscriptions.MOST_RECIPIENTS)
            @Schema(description = "Ids of people who may read the report")
            Set<@NotNull UUID> recipients) {

        SubscriptionDraft draft() {
            return new SubscriptionDraft(
                    report,
                    interval,
                    tz,
                    Objects.requireNonNullElse(team, Set.of()),
                    Objects.requireNonNullElse(priority, Set.of()),
                    Objects.requireNonNullElse(category, Set.of()),
                    recipients);
        }
    }

    record Recipient(
            UUID id,
            String fullName,

            @Schema(description = "Whether this person may read the report now; otherwise they get no mail")
            boolean mayRead) {}

    record SubscriptionResponse(
            UUID id,
            NamedPerson owner,
            String report,
            Rhythm interval,
            String tz,
            Set<UUID> team,
            Set<Priority> priority,
            Set<Category> category,
            List<Recipient> recipients,
            Instant nextAt,
            Instant createdAt) {}

    private final Subscriptions subscriptions;
    private final Directory directory;

    SubscriptionController(Subscriptions subscriptions, Directory directory) {
        this.subscriptions = subscriptions;
        this.directory = directory;
    }

    @GetMapping
    @Operation(
            operationId = "listReportSubscriptions",
            summary = "List the reports that the caller subscribed or receives; for administrators all")
    CursorList<SubscriptionResponse> list(Actor actor, @ParameterObject Slice slice) {
        return CursorList.cut(subscriptions.seenBy(actor), slice, "id", subscription -> subscription
                        .id()
                        .toString())
                .map(this::answer);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "subscribeReport",
            summary = "Send a report by mail every week or month; allowed to managers and administrators",
            description =
                    "At 06:00 in the zone on Monday, or on the first day of the month, each recipient gets a workbook about the week or month"
                            + " that has ended. Leads get what concerns their team. A subscription ends with its owner's account or"
                            + " role as a manager. A person owns at most 50 subscriptions (409 TOO_MANY_SUBSCRIPTIONS).")
    @ApiResponse(responseCode = "201", description = "The new subscription", useReturnTypeSchema = true)
    SubscriptionResponse subscribe(Actor actor, @Valid @RequestBody Subscribe body) {
        return answer(subscriptions.create(body.draft(), actor));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "endReportSubscription",
            summary = "End a subscription for all its recipients; allowed to its owner and administrators")
    void end(Actor actor, @PathVariable UUID id) {
        subscriptions.end(id, actor);
    }

    @DeleteMapping("/{id}/recipients/me")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "leaveReportSubscription",
            summary = "Stop getting a report; a subscription without recipients ends")
    void leave(Actor actor, @PathVariable UUID id) {
        subscriptions.leave(id, actor);
    }

    private SubscriptionResponse answer(Subscription subscription) {
        var owner = directory.person(subscription.ownerId());
        var people = directory.people(subscription.recipients());
        return new SubscriptionResponse(
                subscription.id(),
                new NamedPerson(owner.id(), owner.fullName()),
                subscription.report(),
                subscription.rhythm(),
                subscription.zone().getId(),
                new TreeSet<>(subscription.teams()),
                new TreeSet<>(subscription.priorities()),
                new TreeSet<>(subscription.categories()),
                subscription.recipients().stream()
                        .map(people::get)
                        .filter(Objects::nonNull)
                        .map(person -> recipient(subscription, person))
                        .toList(),
                subscription.nextAt(),
                subscription.createdAt());
    }

    private Recipient recipient(Subscription subscription, Person person) {
        return new Recipient(person.id(), person.fullName(), subscriptions.isServed(subscription, person));
    }
}
