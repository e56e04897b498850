package io.ticketflow.decision.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.decision.Decision;
import io.ticketflow.decision.Decision.Candidate;
import io.ticketflow.decision.Decision.Kind;
import io.ticketflow.decision.Decision.Outcome;
import io.ticketflow.decision.Decisions;
import io.ticketflow.identity.Directory;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.ticket.ServiceDesk;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Tickets")
class DecisionController {

    record DecisionResponse(
            UUID id,
            Instant at,
            Kind kind,
            Outcome outcome,
            String table,
            @Nullable Integer tableVersion,
            Map<String, Object> inputs,
            @Nullable String ruleId,
            @Nullable String ruleDescription,
            Map<String, Object> outputs,
            List<Candidate> candidates,
            @Nullable String reason) {

        static DecisionResponse of(Decision decision) {
            var verdict = decision.verdict();
            return new DecisionResponse(
                    decision.id(),
                    decision.at(),
                    decision.kind(),
                    decision.outcome(),
                    verdict.table(),
                    verdict.version(),
                    verdict.inputs(),
                    verdict.ruleId(),
                    verdict.ruleDescription(),
                    verdict.outputs(),
                    decision.candidates(),
                    decision.reason());
        }
    }

    private final ServiceDesk desk;
    private final Decisions decisions;
    private final Directory directory;

    DecisionController(ServiceDesk desk, Decisions decisions, Directory directory) {
        this.desk = desk;
        this.decisions = decisions;
        this.directory = directory;
    }

    @GetMapping("/api/v1/tickets/{id}/decisions")
    @Operation(
            operationId = "listTicketDecisions",
            summary =
                    "List the decisions about a ticket: which rule of which table chose the team, the person or the level,"
                            + " and who was passed over")
    List<DecisionResponse> decisions(Actor actor, @PathVariable String id) {
        var ticket = desk.read(id, actor);
        if (!directory.person(Objects.requireNonNull(actor.userId())).isStaff()) {
            throw new ForbiddenException("STAFF_ONLY", "Only staff may see why a ticket was routed as it was.");
        }
        return decisions.of(ticket.id()).stream().map(DecisionResponse::of).toList();
    }
}
