package io.ticketflow.ticket.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.Redaction;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Blanks texts and files that should never have been written. */
@RestController
@RequestMapping("/api/v1/tickets/{id}/redact")
@Tag(name = "Tickets")
class RedactionController {

    enum Target {
        @JsonProperty("comment")
        COMMENT,
        @JsonProperty("attachment")
        ATTACHMENT,
        @JsonProperty("historyEntry")
        HISTORY_ENTRY,
        @JsonProperty("ticket")
        TICKET
    }

    record RedactSecret(
            @NotNull Target target,
            @NotNull UUID id,
            @NotNull String reason) {}

    private final Redaction redaction;

    RedactionController(Redaction redaction) {
        this.redaction = redaction;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "redact",
            summary = "Blank a secret in all places of a ticket",
            description =
                    "Allowed to administrators, on deleted tickets, too. The text is removed from comments, history,"
                            + " messages, escalations and the search; a file is removed with its name. The history records who did it"
                            + " and why (REDACTED). 409 NOTHING_TO_REDACT when the target has no text, or only text that the ticket"
                            + " still has: edit the ticket first. A deleted ticket cannot be edited: the target `ticket` with its id"
                            + " blanks title, description, tags and resolution (409 NOT_DELETED for any other ticket).")
    void redact(Actor actor, @PathVariable String id, @Valid @RequestBody RedactSecret body) {
        switch (body.target()) {
            case COMMENT -> redaction.ofComment(id, body.id(), body.reason(), actor);
            case HISTORY_ENTRY -> redaction.ofHistoryEntry(id, body.id(), body.reason(), actor);
            case TICKET -> redaction.ofDeletedTicket(id, body.id(), body.reason(), actor);
            case ATTACHMENT -> redaction.ofAttachment(id, body.id(), body.reason(), actor);
        }
    }
}
