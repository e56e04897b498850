package io.ticketflow.report.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.report.PersonalFigures;
import io.ticketflow.report.Reports;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Users")
class UserStatsController {

    private final Reports reports;

    UserStatsController(Reports reports) {
        this.reports = reports;
    }

    @GetMapping("/api/v1/users/{id}/stats")
    @Operation(
            operationId = "getUserStats",
            summary = "Read numbers about a person's work; allowed to the person, their team's lead and higher roles")
    PersonalFigures stats(Actor actor, @PathVariable UUID id) {
        return reports.figuresOf(id, actor);
    }
}
