package io.ticketflow.report.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.Directory;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.report.Reports;
import io.ticketflow.report.Window;
import io.ticketflow.report.export.Exports;
import io.ticketflow.report.export.Format;
import io.ticketflow.report.export.ReportExport;
import io.ticketflow.report.export.Wanted;
import io.ticketflow.ticket.search.TicketFilter;
import io.ticketflow.ticket.search.TicketFilters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Reports")
class ExportController {

    private static final Logger LOG = LoggerFactory.getLogger(ExportController.class);

    private static final Set<String> OF_ALL_REPORTS =
            Set.of("report", "format", "bom", "tz", "from", "to", "team", "priority", "category");

    private final Map<String, ReportExport> reports;
    private final Exports exports;
    private final Reports all;
    private final Directory directory;
    private final Clock clock;

    ExportController(List<ReportExport> reports, Exports exports, Reports all, Directory directory, Clock clock) {
        this.reports = reports.stream()
                .collect(Collectors.toMap(ReportExport::report, each -> each, (one, other) -> one, TreeMap::new));
        this.exports = exports;
        this.all = all;
        this.directory = directory;
        this.clock = clock;
    }

    @GetMapping("/api/v1/reports/export")
    @Operation(
            operationId = "exportReport",
            summary = "Export a report as a file; allowed to leads for their team, and to managers and administrators",
            description =
                    "The file is sent while it is written. If the connection ends before the file does, it was not exported"
                            + " completely. report=tickets takes every filter and sort of GET /tickets; without a sort, also with q,"
                            + " the newest tickets come first. The others take from, to, team, priority and category;"
                            + " of escalations, from, to and team are about the time when each was raised. The reports of"
                            + " figures also take asOf, and trends interval. A person has one export at a"
                            + " time (429 EXPORT_RUNNING), and the application two (503 EXPORTS_BUSY). docs/reports.md describes the"
                            + " files.")
    @ApiResponse(
            responseCode = "200",
            description = "The file",
            content = {
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(
                        mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        schema = @Schema(type = "string", format = "binary"))
            })
    void export(
            Actor actor,
            @RequestParam
                    @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "tickets",
                                                "escalations",
                                                "sla-compliance",
                                                "engineer-performance",
                                                "trends"
                                            }))
                    String report,
            @RequestParam @Parameter(schema = @Schema(allowableValues = {"csv", "xlsx"})) String format,
            @RequestParam(defaultValue = "false")
                    @Parameter(
                            description = "Whether a CSV file begins with a byte order mark, for programs that need it")
                    boolean bom,
            @RequestParam(required = false)
                    @Parameter(
                            description =
                                    "The time zone of all instants, such as Europe/Berlin; without it, the caller's")
                    @Nullable
                    String tz,
            @RequestParam(required = false)
                    @Parameter(
                            description =
                                    "Inclusive, an instant, or a date or local time in the zone: of tickets the submission, of escalations when they were"
                                            + " raised, of trends when something happened")
                    @Nullable
                    String from,
            @RequestParam(required = false) @Parameter(description = "Exclusive, like from") @Nullable String to,
            @RequestParam(defaultValue = "day") @Parameter(description = "Of trends: day, week or month")
                    String interval,
            @ParameterObject TicketFilters filters,
            @RequestParam(required = false) @Parameter(description = "As in GET /tickets") @Nullable String sort,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var caller = directory.person(Objects.requireNonNull(actor.userId()));
        var export = find(report, request);
        var filter = filters.filter(actor);
        if (filter.teamless() && !report.equals("tickets")) {
            throw new BadParameterException("team", "must be ids; only report=tickets takes none");
        }
        var window = window(from, to, tz, filter, actor);
        var file = new Exports.File(formatOf(format, bom), window.zone(), bom);
        var teams = all.teamsFor(window.teams(), actor);
        if (filter.teamless() && !teams.equals(window.teams())) {
            throw new ForbiddenException("NOT_YOUR_TEAM", "A team lead may read reports about their own team.");
        }
        var sheet = export.sheet(new Wanted(actor, teams, window, ReportController.step(interval), filter, sort));
        var name = "%s-%s.%s"
                .formatted(
                        report,
                        LocalDate.ofInstant(clock.instant(), file.zone()),
                        file.format().ending());
        var answer = new FileAnswer(response, name, file.format().mediaType());
        if (request.getMethod().equals(HttpMethod.HEAD.name())) {
            answer.describe();
            return;
        }
        try {
            var reader = new Exports.Reader(caller.id(), () -> directory
                    .find(caller.id())
                    .filter(present -> all.mayRead(present, teams))
                    .isPresent());
            exports.write(sheet, file, reader, answer);
            answer.flush();
        } catch (IOException hungUp) {
            LOG.debug("The export of {} broke off", report);
        }
    }

    private ReportExport find(String report, HttpServletRequest request) {
        var export = reports.get(report);
        if (export == null) {
            throw new BadParameterException("report", "must be one of " + String.join(", ", reports.keySet()));
        }
        var known = new TreeSet<>(OF_ALL_REPORTS);
        known.addAll(export.parameters());
        for (var name : request.getParameterMap().keySet()) {
            if (!known.contains(name)) {
                throw new BadParameterException(
                        name,
                        "is not a parameter of report=%s; these are: %s".formatted(report, String.join(", ", known)));
            }
        }
        return export;
    }

    private static Format formatOf(String text, boolean bom) {
        var format = Arrays.stream(Format.values())
                .filter(each -> each.ending().equals(text))
                .findFirst()
                .orElseThrow(() -> new BadParameterException("format", "must be csv or xlsx"));
        if (bom && format != Format.CSV) {
            throw new BadParameterException("bom", "is only for format=csv");
        }
        return format;
    }

    private Window window(
            @Nullable String from, @Nullable String to, @Nullable String tz, TicketFilter filter, Actor actor) {
        return new ReportParameters(
                        from,
                        to,
                        tz,
                        List.copyOf(filter.teams()),
                        List.copyOf(filter.priority()),
                        List.copyOf(filter.category()),
                        filter.asOf())
                .window(actor, directory, all.latest());
    }
}
