package io.ticketflow.identity.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import org.springframework.modulith.NamedInterface;

/** What a personal token reaches, of what its owner may. */
@NamedInterface("session")
@Schema(
        enumAsRef = true, // Generators of clients stumble over a set of values without a name.
        description = """
                What a personal token reaches, of what its owner may. `tickets:read`: every GET of the API. `tickets:write`: work on tickets, escalations and notifications, and\
                 one's availability. `admin`: every other change, such as of people, teams and promises, and to delete or redact. `processes:migrate`: to move what runs to another\
                 version. `engine:deploy`: to deploy, as Modeler does. `metrics:read`, `reconciliation:read`: these two reports. No scope reaches what belongs to the account itself.""")
public enum Scope {
    /** Asking the API, all that its owner may see. */
    TICKETS_READ("tickets:read"),
    /** Working on tickets through the API. */
    TICKETS_WRITE("tickets:write"),
    /** Changing anything else through the API: people, teams, promises; also deleting tickets and blanking words. */
    ADMIN("admin"),
    /** Moving what runs to another version of its model, through the API. */
    PROCESSES_MIGRATE("processes:migrate"),
    /** Deploying models and tables, as Modeler does. */
    ENGINE_DEPLOY("engine:deploy"),
    /** The metrics, in production. */
    METRICS_READ("metrics:read"),
    /** What tickets and engine disagree about. */
    RECONCILIATION_READ("reconciliation:read");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As people and clients write it. */
    @JsonValue
    public String text() {
        return text;
    }

    /** How Spring Security knows it. */
    public String authority() {
        return "SCOPE_" + text;
    }

    /**
     * The scope that is written like this.
     *
     * @throws IllegalArgumentException when there is none
     */
    @JsonCreator
    public static Scope of(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scope: " + text));
    }
}
