package io.ticketflow.identity;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Cursor;
import io.ticketflow.platform.CursorList;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds people, sorted by full name. */
@Component
@Transactional(readOnly = true)
public class PeopleFinder {

    private static final String SORT = "fullName";

    private final EntityManager entities;
    private final Directory directory;
    private final Accounts accounts;

    PeopleFinder(EntityManager entities, Directory directory, Accounts accounts) {
        this.entities = entities;
        this.directory = directory;
        this.accounts = accounts;
    }

    /** Allowed to administrators. */
    public CursorList<Profile> find(PeopleQuery query, Actor by) {
        WhoMay.administer(directory.person(Objects.requireNonNull(by.userId())));
        var wanted = new ArrayList<String>();
        var parameters = new HashMap<String, Object>();
        if (query.q() != null && !query.q().isBlank()) {
            wanted.add("(lower(fullName) like :q escape '!' or handle like :q escape '!' or email like :q escape '!')");
            parameters.put("q", beginning(query.q()));
        }
        add("role = :role", "role", query.role(), wanted, parameters);
        add("teamId = :team", "team", query.team(), wanted, parameters);
        add("active = :active", "active", query.active(), wanted, parameters);
        var slice = query.slice();
        var total = slice.count() ? count(wanted, parameters) : null;
        if (slice.cursor() != null) {
            var place = Cursor.decode(slice.cursor(), SORT, 2);
            wanted.add("(fullName, id) > (:name, :id)");
            parameters.put("name", place.text(0));
            parameters.put("id", place.id(1));
        }
        var found = entities.createQuery("from User" + where(wanted) + " order by fullName, id", User.class);
        parameters.forEach(found::setParameter);
        return CursorList.of(
                        found.setMaxResults(slice.limit() + 1).getResultList(),
                        slice.limit(),
                        last -> new Cursor(
                                SORT, List.of(last.fullName(), last.id().toString())),
                        total)
                .map(accounts::profile);
    }

    private Long count(List<String> wanted, Map<String, Object> parameters) {
        var query = entities.createQuery("select count(*) from User" + where(wanted), Long.class);
        parameters.forEach(query::setParameter);
        return query.getSingleResult();
    }

    private static void add(
            String condition,
            String name,
            @Nullable Object value,
            List<String> wanted,
            Map<String, Object> parameters) {
        if (value != null) {
            wanted.add(condition);
            parameters.put(name, value);
        }
    }

    private static String where(List<String> wanted) {
        return wanted.isEmpty() ? "" : " where " + String.join(" and ", wanted);
    }

    private static String beginning(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    }
}
