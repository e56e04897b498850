package io.ticketflow.escalation;

import io.ticketflow.escalation.Escalation.State;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.BadParameterException;
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

/** Finds escalations, newest first; their ids rise with time. */
@Component
class EscalationFinder {

    private static final String SORT = "-raisedAt";
    private static final UUID NO_TEAM = new UUID(0, 0);

    /** Deleted tickets are not there. */
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
        if (query.cursor() != null) {
            wanted.add("id < :before");
            parameters.put("before", idIn(query.cursor()));
        }
        var where = " where " + String.join(" and ", wanted);
        var found = entities.createQuery("from Escalation" + where + " order by id desc", Escalation.class);
        parameters.forEach(found::setParameter);
        return CursorList.of(
                found.setMaxResults(query.limit() + 1).getResultList(),
                query.limit(),
                last -> new Cursor(SORT, List.of(last.id().toString())),
                null);
    }

    private static UUID idIn(String cursor) {
        try {
            return UUID.fromString(Cursor.decode(cursor, SORT, 1).values().get(0));
        } catch (IllegalArgumentException notAnId) {
            throw new BadParameterException("cursor", "is not a cursor of this list");
        }
    }

    /** As {@link Escalation#state()}. */
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
