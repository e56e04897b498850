package io.ticketflow.report.export;

import static io.ticketflow.report.export.Column.duration;
import static io.ticketflow.report.export.Column.instant;
import static io.ticketflow.report.export.Column.percent;
import static io.ticketflow.report.export.Column.text;
import static io.ticketflow.report.export.Column.whole;

import io.ticketflow.report.Performance.Work;
import io.ticketflow.report.Reports;
import io.ticketflow.report.SlaCompliance;
import io.ticketflow.report.SlaCompliance.PromiseCounts;
import io.ticketflow.report.Trends.Point;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The exports of reports whose rows are figures. Each answers what the report of the same name answers. */
@Configuration(proxyBeanMethods = false)
class FigureExports {

    private static final List<Column<PromiseCounts>> PROMISES = List.of(
            text(
                    "Priority",
                    8,
                    row -> row.priority() == null ? "Total" : row.priority().name()),
            text(
                    "Category",
                    12,
                    row -> row.category() == null ? null : row.category().name()),
            text("Team", 20, row -> row.team() == null ? null : row.team().name()),
            whole("Tickets", PromiseCounts::tickets),
            whole("Responses in time", PromiseCounts::responseMet),
            whole("Responses late", PromiseCounts::responseBreached),
            whole("Resolutions in time", PromiseCounts::resolutionMet),
            whole("Resolutions late", PromiseCounts::resolutionBreached),
            percent("Response promises kept", PromiseCounts::responsePercent),
            percent("Resolution promises kept", PromiseCounts::resolutionPercent));

    private static final List<Column<Work>> PEOPLE = List.of(
            text("Person", 20, row -> row.user().fullName()),
            whole("Assigned", Work::assigned),
            whole("Resolved", Work::resolved),
            whole("Reopened", Work::reopened),
            whole("Open now", Work::openNow),
            duration("Median first response", row -> seconds(row.medianFirstResponseSeconds())),
            duration("Median resolution", row -> seconds(row.medianResolutionSeconds())),
            percent("Response promises kept", Work::responsePercent),
            percent("Resolution promises kept", Work::resolutionPercent),
            percent("Solved at first contact", Work::firstContactPercent));

    private static final List<Column<Point>> STEPS = List.of(
            instant("Begin", Point::start),
            whole("Created", Point::created),
            whole("Resolved", Point::resolved),
            whole("Breached", Point::breached),
            whole("Open at the end", Point::openAtEnd));

    private record Export<R>(
            String report, Set<String> parameters, String name, List<Column<R>> columns, Function<Wanted, List<R>> rows)
            implements ReportExport {

        @Override
        public Sheet<R> sheet(Wanted wanted) {
            return new Sheet<>(name, columns, target -> rows.apply(wanted).forEach(target));
        }
    }

    @Bean
    ReportExport complianceExport(Reports reports) {
        return new Export<>(
                "sla-compliance",
                Set.of("asOf"),
                "SLA compliance",
                PROMISES,
                wanted -> withTotal(reports.compliance(wanted.window(), wanted.by())));
    }

    @Bean
    ReportExport performanceExport(Reports reports) {
        return new Export<>(
                "engineer-performance", Set.of("asOf"), "Engineer performance", PEOPLE, wanted -> reports.performance(
                                wanted.window(), wanted.by())
                        .items());
    }

    @Bean
    ReportExport trendsExport(Reports reports) {
        return new Export<>("trends", Set.of("asOf", "interval"), "Trends", STEPS, wanted -> reports.trends(
                        wanted.window(), wanted.interval(), wanted.by())
                .points());
    }

    private static List<PromiseCounts> withTotal(SlaCompliance compliance) {
        return Stream.concat(compliance.rows().stream(), Stream.of(compliance.total()))
                .toList();
    }

    private static @Nullable Duration seconds(@Nullable Long seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }
}
