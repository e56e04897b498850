package io.ticketflow.ticket.search;

import io.swagger.v3.oas.annotations.Parameter;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.BadParameterException;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The query parameters with which callers filter every list of tickets, and the export of tickets. */
public record TicketFilters(
        @Nullable List<TicketStatus> status,
        @Nullable List<Priority> priority,
        @Nullable List<Category> category,
        @Parameter(description = "Ids or none") @Nullable List<String> team,

        @Parameter(description = "Ids, me or none") @Nullable
        List<String> assignee,

        @Parameter(description = "Ids or me") @Nullable List<String> requester,
        @Nullable List<String> tag,

        @Parameter(description = "me: only tickets that the caller watches") @Nullable
        String watching,

        @Parameter(description = "Only tickets with a broken promise: response, resolution or any") @Nullable
        List<String> breached,

        @Parameter(description = "Only tickets whose earliest open deadline is before this instant") @Nullable
        Instant dueBefore,

        @Parameter(description = "Inclusive") @Nullable Instant createdFrom,
        @Parameter(description = "Exclusive") @Nullable Instant createdTo,
        @Parameter(description = "Inclusive") @Nullable Instant updatedFrom,

        @Parameter(description = "Ids or numbers of tickets") @Nullable
        List<String> parent,

        @Parameter(
                description =
                        "Words and \"phrases\" in number, title, description and the comments that the caller may read; the"
                                + " ticket must have all of them, and a word may be the beginning of a longer one")
        @Nullable
        String q,

        @Parameter(
                description =
                        "For staff. Status, priority, category, team, assignee, createdFrom and createdTo are about the tickets as they were at this instant")
        @Nullable
        Instant asOf,

        @Parameter(
                description =
                        "For staff. Only the tickets behind a figure of a report; the reports answer such queries")
        @Nullable
        String figure) {

    private static final String ME = "me";
    private static final String NONE = "none";

    public TicketFilter filter(Actor actor) {
        var assignees = values(assignee);
        return new TicketFilter(
                values(status),
                values(priority),
                values(category),
                teams(),
                values(team).contains(NONE),
                people("assignee", assignees, actor),
                assignees.contains(NONE),
                people("requester", values(requester), actor),
                null,
                values(tag),
                isWatching(),
                breaches(),
                dueBefore,
                createdFrom,
                createdTo,
                updatedFrom,
                values(parent),
                q,
                asOf,
                figure);
    }

    private Set<UUID> teams() {
        var teams = new HashSet<UUID>();
        for (var value : values(team)) {
            if (!value.equals(NONE)) {
                teams.add(id("team", value));
            }
        }
        return teams;
    }

    private static <T> Set<T> values(@Nullable Collection<T> given) {
        return given == null ? Set.of() : new HashSet<>(given);
    }

    private static Set<UUID> people(String parameter, Set<String> given, Actor actor) {
        var people = new HashSet<UUID>();
        for (var value : given) {
            if (!(value.equals(NONE) && parameter.equals("assignee"))) {
                people.add(person(parameter, value, actor));
            }
        }
        return people;
    }

    private static UUID person(String parameter, String value, Actor actor) {
        if (value.equals(ME)) {
            return Objects.requireNonNull(actor.userId());
        }
        return id(parameter, value);
    }

    private static UUID id(String parameter, String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException notAnId) {
            throw new BadParameterException(parameter, "is no id: " + value);
        }
    }

    private boolean isWatching() {
        if (watching == null || watching.isEmpty()) {
            return false;
        }
        if (watching.equals(ME)) {
            return true;
        }
        throw new BadParameterException("watching", "must be me");
    }

    private Set<Breach> breaches() {
        var breaches = EnumSet.noneOf(Breach.class);
        for (var value : values(breached)) {
            switch (value) {
                case "response" -> breaches.add(Breach.RESPONSE);
                case "resolution" -> breaches.add(Breach.RESOLUTION);
                case "any" -> breaches.addAll(EnumSet.allOf(Breach.class));
                default -> throw new BadParameterException("breached", "must be response, resolution or any");
            }
        }
        return breaches;
    }
}
