package io.ticketflow.escalation;

import io.ticketflow.escalation.Escalation.State;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Cursor;
import io.ticketflow.platform.CursorList;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds escalations, newest first. Ids rise with time, so they give the order. */
@Component
class EscalationFinder {

    private static final String SORT = "-raisedAt";
    private static final UUID NO_TEAM = new UUID(0, 0);

    /** Leaves out the escalations of deleted tickets. */
    private static final String OF_A_TICKET = "exists (from Ticket ticket where ticket.id = ticketId)";

    private final EntityManager entities;

    EscalationFinder(EntityManager entities) {
        this.entities = entities;
    }

    CursorList<Escalation> find(EscalationQuery query, Person caller) {
        var wanted = new ArrayList<String>();
        wanted.add(OF_A_TICKET);
        var parameters = new HashMap<String, Object>();
        if (!query.states().isEmpty()) {
            wanted.add(query.states().stream()
                    .map(EscalationFinder::condition)
                    .collect(Collectors.joining(" or ", "(", ")")));
        }
        if (!query.levels().isEmpty()) {
            wanted.add("level in :levels");
            parameters.put("levels", query.levels());
        }
        if (!query.triggers().isEmpty()) {
            wanted.add("trigger in :triggers");
            parameters.put("triggers", query.triggers());
        }
        if (query.mine()) {
            var ofMyTeam = caller.role().isAtLeast(Role.MANAGER) ? "" : " and teamId = :team";
            wanted.add("(targetId = :me or (targetId is null and toRole = :role" + ofMyTeam + "))");
            parameters.put("me", caller.id());
            parameters.put("role", caller.role());
            if (!ofMyTeam.isEmpty()) {
                parameters.put("team", Objects.requireNonNullElse(caller.teamId(), NO_TEAM));
            }
        }
        var slice = query.slice();
        var total = slice.count() ? count(wanted, parameters) : null;
        if (slice.cursor() != null) {
            wanted.add("id < :before");
            parameters.put("before", Cursor.decode(slice.cursor(), SORT, 1).id(0));
        }
        var found = entities.createQuery("from Escalation" + where(wanted) + " order by id desc", Escalation.class);
        parameters.forEach(found::setParameter);
        return CursorList.of(
                found.setMaxResults(slice.limit() + 1).getResultList(),
                slice.limit(),
                last -> new Cursor(SORT, List.of(last.id().toString())),
                total);
    }

    private Long count(List<String> wanted, Map<String, Object> parameters) {
        var query = entities.createQuery("select count(*) from Escalation" + where(wanted), Long.class);
        parameters.forEach(query::setParameter);
        return query.getSingleResult();
    }

    private static String where(List<String> wanted) {
        return wanted.isEmpty() ? "" : " where " + String.join(" and ", wanted);
    }

    /** The condition in JPQL for what {@link Escalation#state()} computes. */
    private static String condition(State state) {
        return switch (state) {
            case ACKNOWLEDGED -> "acknowledgedBy is not null";
            case OPEN -> "(acknowledgedBy is null and closedAt is null)";
            case CLOSED -> "(acknowledgedBy is null and closedAt is not null)";
        };
    }

    EscalationFigures figures() {
        var asked = entities.createQuery("""
                        select count(*), count(acknowledgedAt),
                            avg((acknowledgedAt - raisedAt) by second)
                        from Escalation where acknowledgeByAt is not null and\s""" + OF_A_TICKET, Object[].class).getSingleResult();
        var all = ((Number) asked[0]).longValue();
        var acknowledged = ((Number) asked[1]).longValue();
        return new EscalationFigures(
                count("trigger", Trigger.class),
                count("level", Integer.class),
                rounded(asked[2]),
                all == 0 ? null : 100.0 * (all - acknowledged) / all);
    }

    private static @Nullable Long rounded(@Nullable Object mean) {
        return mean == null ? null : Math.round(((Number) mean).doubleValue());
    }

    private <T> Map<T, Long> count(String attribute, Class<T> type) {
        return entities.createQuery(
                        "select " + attribute + ", count(*) from Escalation where " + OF_A_TICKET + " group by "
                                + attribute,
                        Object[].class)
                .getResultStream()
                .collect(Collectors.toMap(row -> type.cast(row[0]), row -> (Long) row[1]));
    }
}
