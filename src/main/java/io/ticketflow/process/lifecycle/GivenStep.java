package io.ticketflow.process.lifecycle;

import static io.ticketflow.process.model.TicketLifecycle.ASSIGNEE_ID;
import static io.ticketflow.process.model.TicketLifecycle.COMMENT;
import static io.ticketflow.process.model.TicketLifecycle.RESOLUTION;
import static io.ticketflow.process.model.TicketLifecycle.RESOLUTION_CODE;
import static io.ticketflow.process.model.TicketLifecycle.TRANSITION;

import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.process.instances.GivenVariables;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.Step;
import java.util.Arrays;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;

/** Reads the step and its fields that came to the engine with a completed state task. */
final class GivenStep {

    private GivenStep() {}

    static Step of(DelegateExecution execution) {
        return new Step(
                given(execution, TRANSITION),
                new MoveDetails(
                        given(execution, COMMENT),
                        code(given(execution, RESOLUTION_CODE)),
                        given(execution, RESOLUTION),
                        id(given(execution, ASSIGNEE_ID))));
    }

    /**
     * The value of a variable only if it came with the act itself: a step or a comment that was stored earlier must neither move the ticket nor count as given.
     */
    private static @Nullable String given(DelegateExecution execution, String name) {
        var value = GivenVariables.isGiven(execution, name) ? execution.getVariable(name) : null;
        return value == null || VisibleText.isMissing(value.toString()) ? null : value.toString();
    }

    private static @Nullable ResolutionCode code(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(ResolutionCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidException.field(RESOLUTION_CODE, "is no resolution code"));
    }

    private static @Nullable UUID id(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw InvalidException.field(ASSIGNEE_ID, "is no id of a person");
        }
    }
}
