package io.ticketflow.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Records events of accounts, rights and rules. The database refuses to change or delete a record. */
@Component
public class AuditTrail {

    /** The kinds of recorded events. */
    public enum AuditType {
        SIGNED_IN,
        SIGN_IN_FAILED,
        /** After too many failures the account is locked for a while. */
        SIGN_IN_LOCKED,
        SIGNED_OUT,
        SESSION_ENDED,
        /** A refresh token was used a second time, so a thief used it before or after its owner. */
        REFRESH_TOKEN_REPLAYED,
        REGISTERED,
        ADDRESS_VERIFIED,
        ADDRESS_CHANGED,
        PASSWORD_CHANGED,
        PASSWORD_RESET,
        SECOND_FACTOR_ENABLED,
        SECOND_FACTOR_DISABLED,
        RECOVERY_CODE_USED,
        TOKEN_CREATED,
        TOKEN_REVOKED,
        PERSON_CREATED,
        PERSON_CHANGED,
        ROLE_CHANGED,
        PROCESS_OWNER_CHANGED,
        PERSON_DEACTIVATED,
        PERSON_ACTIVATED,
        TEAM_CHANGED,
        POLICY_CHANGED,
        CALENDAR_CHANGED,
        DEPLOYED,
        /** A person began to migrate instances from one version of a process to another. */
        MIGRATION_STARTED,
        /** An administrator had messages sent again. */
        DELIVERIES_RETRIED
    }

    /** SQL: rows are only added, also by callers without JPA. */
    private final JdbcClient jdbc;

    private final ObjectMapper json;
    private final Clock clock;

    AuditTrail(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** Writes the record in the transaction of the change: a change that is rolled back leaves no record. */
    @Transactional
    public void record(AuditType type, Actor by, @Nullable UUID subject, Map<String, ?> detail) {
        jdbc.sql("""
                        insert into audit_events (id, at, type, actor_id, subject_id, detail, source, ip, request_id)
                        values (:id, :at, :type, :actor, :subject, cast(:detail as jsonb), :source, :ip, :request)""")
                .param("id", Ids.next())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("type", type.name())
                .param("actor", by.userId())
                .param("subject", subject)
                .param("detail", text(detail))
                .param("source", by.source().name())
                .param("ip", by.ip())
                .param("request", by.requestId())
                .update();
    }

    /**
     * The people who caused events of this type, for each of these things.
     *
     * @param key the member of the detail that holds a thing's name
     * @return the people's ids by the thing's name; things on which the system acted are missing
     */
    public Map<String, UUID> actors(AuditType type, String key, Collection<String> names) {
        var actors = new HashMap<String, UUID>();
        if (!names.isEmpty()) {
            jdbc.sql("""
                            select detail ->> :key as name, actor_id from audit_events
                            where type = :type and detail ->> :key in (:names) and actor_id is not null""")
                    .param("type", type.name())
                    .param("key", key)
                    .param("names", names)
                    .query(row -> {
                        actors.put(row.getString("name"), row.getObject("actor_id", UUID.class));
                    });
        }
        return actors;
    }

    private String text(Map<String, ?> detail) {
        try {
            return json.writeValueAsString(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not to be written down: " + detail.keySet(), e);
        }
    }
}
