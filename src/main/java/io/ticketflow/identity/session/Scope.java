package io.ticketflow.identity.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import org.springframework.modulith.NamedInterface;

/** The routes that a personal token opens, as far as its owner may use them. */
@NamedInterface("session")
@Schema(
        enumAsRef = true, // generators of clients fail at a set of values without a name
        description =
                "The routes that a personal token opens, as far as its owner may use them. `tickets:read`: every GET of"
                        + " the API. `tickets:write`: work on tickets, escalations and notifications, and the owner's availability."
                        + " `admin`: all other changes, such as of people, teams and promises, and deleting and redacting."
                        + " `processes:migrate`: migrating tickets to another version. `engine:deploy`: deploying, as Modeler does."
                        + " `metrics:read`, `reconciliation:read`: these two reports. No scope opens the routes about the account"
                        + " itself.")
public enum Scope {
    /** Reading with the API all that the owner may see. */
    TICKETS_READ("tickets:read"),
    /** Work on tickets with the API. */
    TICKETS_WRITE("tickets:write"),
    /** All other changes with the API: people, teams, promises; also deleting tickets and redacting. */
    ADMIN("admin"),
    /** Migrating instances to another version of their model with the API. */
    PROCESSES_MIGRATE("processes:migrate"),
    /** Deploying models and tables, as Modeler does. */
    ENGINE_DEPLOY("engine:deploy"),
    /** Reading the metrics in production. */
    METRICS_READ("metrics:read"),
    /** Reading the differences between tickets and engine. */
    RECONCILIATION_READ("reconciliation:read");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** The name that people and clients write. */
    @JsonValue
    public String text() {
        return text;
    }

    /** The authority in Spring Security. */
    public String authority() {
        return "SCOPE_" + text;
    }

    /**
     * The scope with this name.
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
