package io.ticketflow.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ticketflow.platform.CountedCache;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what people want to be told. */
@Component
public class Preferences {

    /** Every message reads the preferences, so they are cached this long; a change that another node makes takes effect after it. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final TypeReference<Map<Event, Ways>> EVENTS = new TypeReference<>() {};

    private record Chosen(UUID userId, NotificationPreferences preferences) {}

    /** SQL: one statement creates or changes a person's only row. */
    private final JdbcClient jdbc;

    private final ObjectMapper json;
    private final Cache<UUID, NotificationPreferences> known = CountedCache.of(
            "notification-preferences",
            Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(10_000));

    Preferences(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Transactional(readOnly = true)
    public NotificationPreferences of(UUID userId) {
        return read(List.of(userId)).getOrDefault(userId, NotificationPreferences.USUAL);
    }

    @Transactional
    public NotificationPreferences change(UUID userId, PreferencesEdit edit) {
        var changed = edit.applyTo(of(userId));
        var quiet = changed.quietHours();
        jdbc.sql("""
                        insert into notification_preferences (user_id, events, quiet_from, quiet_to)
                        values (:user, cast(:events as jsonb), :from, :to)
                        on conflict (user_id) do update set
                            events = excluded.events, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to""")
                .param("user", userId)
                .param("events", text(changed.events()))
                .param("from", quiet == null ? null : quiet.from())
                .param("to", quiet == null ? null : quiet.to())
                .update();
        known.invalidate(userId);
        return changed;
    }

    /** The preferences of each person; the usual ones for those who chose nothing. It costs one statement, or none for people who are in the cache. */
    public Map<UUID, NotificationPreferences> of(Collection<UUID> people) {
        var found = new HashMap<UUID, NotificationPreferences>(known.getAllPresent(people));
        var unknown = new LinkedHashSet<>(people);
        unknown.removeAll(found.keySet());
        if (!unknown.isEmpty()) {
            var read = read(unknown);
            unknown.forEach(person -> {
                var preferences = read.getOrDefault(person, NotificationPreferences.USUAL);
                known.put(person, preferences);
                found.put(person, preferences);
            });
        }
        return found;
    }

    private Map<UUID, NotificationPreferences> read(Collection<UUID> people) {
        var read = new HashMap<UUID, NotificationPreferences>();
        jdbc.sql(
                        "select user_id, events, quiet_from, quiet_to from notification_preferences where user_id in (:people)")
                .param("people", people)
                .query(this::chosen)
                .list()
                .forEach(chosen -> read.put(chosen.userId(), chosen.preferences()));
        return read;
    }

    private Chosen chosen(ResultSet row, int number) throws SQLException {
        var from = row.getObject("quiet_from", LocalTime.class);
        var to = row.getObject("quiet_to", LocalTime.class);
        var quiet = from == null || to == null ? null : new QuietHours(from, to);
        return new Chosen(
                row.getObject("user_id", UUID.class),
                new NotificationPreferences(events(row.getString("events")), quiet));
    }

    private Map<Event, Ways> events(String text) {
        try {
            return json.readValue(text, EVENTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("notification_preferences.events is not what was written", e);
        }
    }

    private String text(Map<Event, Ways> events) {
        try {
            return json.writeValueAsString(events);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
