package io.ticketflow.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;

/** What a personal token reaches, of what its owner may. */
@Schema(enumAsRef = true) // Generators of clients stumble over a set of values without a name.
public enum Scope {
    /** Asking the API. */
    TICKETS_READ("tickets:read"),
    /** Changing something through the API. */
    TICKETS_WRITE("tickets:write"),
    /** Deploying models and tables, as Modeler does. */
    ENGINE_DEPLOY("engine:deploy"),
    /** The metrics, in production. */
    METRICS_READ("metrics:read");

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
