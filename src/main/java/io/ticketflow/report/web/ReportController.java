package io.ticketflow.report.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.Directory;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.BadParameterException;
import io.ticketflow.report.Arrivals;
import io.ticketflow.report.Backlog;
import io.ticketflow.report.Dashboard;
import io.ticketflow.report.FactsCheck;
import io.ticketflow.report.Performance;
import io.ticketflow.report.Reports;
import io.ticketflow.report.SlaCompliance;
import io.ticketflow.report.Statistics;
import io.ticketflow.report.TimeInStatus;
import io.ticketflow.report.Trends;
import io.ticketflow.report.Trends.Interval;
import io.ticketflow.report.Window;
import java.util.Arrays;
import java.util.Locale;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/reports")
@Tag(
        name = "Reports",
        description =
                "For leads about their own team, for managers and administrators about all. Each answer has the query strings with which GET /tickets lists the"
                        + " tickets behind its figures")
class ReportController {

    private final Reports reports;
    private final FactsCheck check;
    private final Directory directory;

    ReportController(Reports reports, FactsCheck check, Directory directory) {
        this.reports = reports;
        this.check = check;
        this.directory = directory;
    }

    @GetMapping("/dashboard")
    @Operation(
            operationId = "getDashboard",
            summary = "Read how the service desk stands",
            description =
                    "Counts are of all tickets. Lengths of time and shares are of those that were submitted in the window; without one, in the 30 days before.")
    Dashboard dashboard(Actor actor, @ParameterObject ReportParameters parameters) {
        return reports.dashboard(window(parameters, actor), actor);
    }

    @GetMapping("/tickets/stats")
    @Operation(operationId = "getTicketStatistics", summary = "Count the tickets that were submitted in a window")
    Statistics statistics(Actor actor, @ParameterObject ReportParameters parameters) {
        return reports.statistics(window(parameters, actor), actor);
    }

    @GetMapping("/sla/compliance")
    @Operation(
            operationId = "getSlaCompliance",
            summary = "Count kept and broken promises by priority, category and team")
    SlaCompliance compliance(Actor actor, @ParameterObject ReportParameters parameters) {
        return reports.compliance(window(parameters, actor), actor);
    }

    @GetMapping("/engineer/performance")
    @Operation(
            operationId = "getEngineerPerformance",
            summary = "Read numbers about people by the tickets that they have")
    Performance performance(Actor actor, @ParameterObject ReportParameters parameters) {
        return reports.performance(window(parameters, actor), actor);
    }

    @GetMapping("/trends")
    @Operation(
            operationId = "getTrends",
            summary = "Read what happened in each day, week or month",
            description =
                    "The window is about when something happened. Without from, it begins 29 days, or 11 weeks or months, before the step of its end.")
    Trends trends(
            Actor actor,
            @ParameterObject ReportParameters parameters,
            @Parameter(description = "day, week or month") @RequestParam(defaultValue = "day") String interval) {
        return reports.trends(window(parameters, actor), step(interval), actor);
    }

    @GetMapping("/time-in-status")
    @Operation(operationId = "getTimeInStatus", summary = "Read how long tickets were in each status and stage")
    TimeInStatus timeInStatus(Actor actor, @ParameterObject ReportParameters parameters) {
        return reports.timeInStatus(window(parameters, actor), actor);
    }

    @GetMapping("/backlog")
    @Operation(operationId = "getBacklog", summary = "Count the open tickets by age")
    Backlog backlog(Actor actor, @ParameterObject ReportParameters parameters) {
        return reports.backlog(window(parameters, actor), actor);
    }

    @GetMapping("/arrivals")
    @Operation(operationId = "getArrivals", summary = "Count the submitted tickets by weekday and hour")
    Arrivals arrivals(Actor actor, @ParameterObject ReportParameters parameters) {
        return reports.arrivals(window(parameters, actor), actor);
    }

    @GetMapping("/facts")
    @Operation(
            operationId = "checkFacts",
            summary = "Count the facts behind all reports again, and name what differs; allowed to administrators",
            description =
                    "Reads the history of every ticket, a few hundred in a transaction: a minute for some hundred thousand.")
    FactsCheck.Result facts(Actor actor) {
        return check.check(actor);
    }

    static Interval step(String name) {
        return Arrays.stream(Interval.values())
                .filter(interval -> interval.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new BadParameterException("interval", "must be day, week or month"));
    }

    private Window window(ReportParameters parameters, Actor actor) {
        return parameters.window(actor, directory, reports.latest());
    }
}
