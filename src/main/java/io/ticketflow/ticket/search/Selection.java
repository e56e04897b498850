package io.ticketflow.ticket.search;

import io.ticketflow.identity.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A filter as SQL on {@code tickets t}, limited to the tickets that the caller may see. It consists of parts that have no ticket in common, and each part is
 * read along one index in the order of creation. Otherwise PostgreSQL would read and sort all tickets for a filter with several values, or for "own or
 * watched".
 */
final class Selection {

    /** With more values than this it is cheaper to check each ticket. */
    private static final int MOST_PARTS = 10;

    private static final String WATCHED_BY_CALLER =
            "t.id in (select w.ticket_id from ticket_watchers w where w.user_id = :caller)";

    /**
     * One part of the tickets.
     *
     * @param created the alias of the table whose index has the order of creation
     */
    record Part(String from, String condition, String created) {}

    private final TicketFilter filter;
    private final Person caller;
    private final List<UUID> parents;
    private final List<String> wanted = new ArrayList<>(List.of("t.deleted_at is null"));
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private boolean narrow;
    private String with = "";

    /** @param parents the ids of the filter's parents */
    Selection(TicketFilter filter, List<UUID> parents, Person caller) {
        this.filter = filter;
        this.parents = List.copyOf(parents);
        this.caller = caller;
        if (!caller.isStaff()) {
            narrowly(List.of(
                    bound("t.requester_id = :caller"), bound("t.requester_id <> :caller and " + WATCHED_BY_CALLER)));
        }
        people();
        tags();
        narrowly(eachOf("t.parent_id = :%s", "parent", this.parents));
        narrowly(assignees());
        narrowly(eachOf("t.requester_id = :%s", "requester", filter.requesters()));
        narrowly(filter.watching() ? List.of(bound(WATCHED_BY_CALLER)) : List.of());
        choose(teams());
        choose(breaches());
        choose(named("t.status = '%s'", filter.status()));
        choose(named("t.category = '%s'", filter.category()));
        choose(named("t.priority = '%s'", filter.priority()));
        compare("coalesce(t.next_due_at, 'infinity') < :", "dueBefore", filter.dueBefore());
        compare("t.created_at >= :", "createdFrom", filter.createdFrom());
        compare("t.created_at < :", "createdTo", filter.createdTo());
        compare("t.updated_at >= :", "updatedFrom", filter.updatedFrom());
        if (parts.isEmpty()) {
            parts.add(new Part("tickets t", "true", "t"));
        }
    }

    private String bound(String usingTheCaller) {
        values.put("caller", caller.id());
        return usingTheCaller;
    }

    private void people() {
        if (filter.person() != null) {
            values.put("person", filter.person());
            narrowly(List.of(
                    "t.requester_id = :person",
                    // A part for people who have no tickets assigned may be empty.
                    "t.assignee_id = :person and t.requester_id <> :person"));
        }
    }

    private void tags() {
        var tags = List.copyOf(filter.tags());
        if (tags.isEmpty()) {
            return;
        }
        narrow = true;
        for (var i = 0; i < tags.size(); i++) {
            values.put("tag" + i, tags.get(i));
        }
        if (parts.isEmpty() && tags.size() <= MOST_PARTS) {
            for (var i = 0; i < tags.size(); i++) {
                var condition = new StringBuilder("g.tag = :tag" + i);
                for (var former = 0; former < i; former++) {
                    condition.append(" and :tag").append(former).append(" <> all (t.tags)");
                }
                parts.add(new Part("ticket_tags g join tickets t on t.id = g.ticket_id", condition.toString(), "g"));
            }
        } else {
            wanted.add(either(eachOf(":%s = any (t.tags)", "tag", tags)));
        }
    }

    private List<String> teams() {
        var choices = new ArrayList<>(eachOf("t.team_id = :%s", "team", filter.teams()));
        if (filter.teamless()) {
            choices.add("t.team_id is null");
        }
        return choices;
    }

    private List<String> assignees() {
        var choices = new ArrayList<>(eachOf("t.assignee_id = :%s", "assignee", filter.assignees()));
        if (filter.unassigned()) {
            choices.add("t.assignee_id is null");
        }
        return choices;
    }

    private List<String> breaches() {
        var choices = new ArrayList<String>();
        if (filter.breached().contains(Breach.RESPONSE)) {
            choices.add("t.response_breached");
        }
        if (filter.breached().contains(Breach.RESOLUTION)) {
            choices.add(
                    choices.isEmpty() ? "t.resolution_breached" : "t.resolution_breached and not t.response_breached");
        }
        return choices;
    }

    private List<String> eachOf(String condition, String name, Collection<?> wantedValues) {
        var choices = new ArrayList<String>();
        for (var value : wantedValues) {
            var parameter = name + choices.size();
            values.put(parameter, value);
            choices.add(condition.formatted(parameter));
        }
        return choices;
    }

    /** Writes our own constants into the statement, so that the database knows how many tickets have them. */
    private static List<String> named(String condition, Collection<? extends Enum<?>> constants) {
        return constants.stream()
                .map(constant -> condition.formatted(constant.name()))
                .toList();
    }

    /** One of these conditions, each of which few tickets fulfil. */
    private void narrowly(List<String> choices) {
        narrow |= !choices.isEmpty();
        choose(choices);
    }

    /** One of these conditions, no two of which hold for the same ticket. The first such filter makes the parts. */
    private void choose(List<String> choices) {
        if (choices.isEmpty()) {
            return;
        }
        if (parts.isEmpty() && choices.size() <= MOST_PARTS) {
            choices.forEach(choice -> parts.add(new Part("tickets t", choice, "t")));
        } else {
            wanted.add(either(choices));
        }
    }

    private static String either(List<String> choices) {
        return "(" + String.join(" or ", choices) + ")";
    }

    private void compare(String condition, String name, @Nullable Instant instant) {
        if (instant != null) {
            wanted.add(condition + name);
            values.put(name, instant);
        }
    }

    /** Only tickets whose ids this statement answers. */
    void among(String statement, Map<String, Object> itsValues) {
        wanted.add("t.id in (%s)".formatted(statement));
        values.putAll(itsValues);
    }

    /** Only tickets that this search finds; none if it has only signs. The search runs once, however many parts there are. */
    void foundBy(SearchStatement search) {
        if (search.text().isNothing()) {
            wanted.add("false");
            return;
        }
        with = "with found(ticket_id) as materialized (%s) ".formatted(search.all());
        wanted.add("t.id in (select f.ticket_id from found f)");
        values.putAll(search.values());
    }

    /** The beginning of a statement that reads the parts. */
    String with() {
        return with;
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    /** The whole condition on one part. */
    String where(Part part) {
        return " where " + part.condition() + " and " + String.join(" and ", wanted);
    }

    Map<String, Object> values() {
        return new HashMap<>(values);
    }

    /** The condition that a ticket t is selected. */
    String condition() {
        return String.join(" and ", wanted) + " and "
                + either(parts.stream().map(Part::condition).toList());
    }

    /** A query for the ids of all selected tickets. */
    String ids() {
        var each = parts.stream()
                .map(part -> "select t.id from " + part.from() + where(part))
                .toList();
        return String.join(" union all ", each);
    }

    /** Whether all tickets are selected that were not deleted. */
    boolean isEverything() {
        return wanted.size() == 1
                && parts.size() == 1
                && parts.get(0).condition().equals("true");
    }

    /** Whether so few tickets are expected that a statement should begin with them. */
    boolean isNarrow() {
        return narrow;
    }
}
