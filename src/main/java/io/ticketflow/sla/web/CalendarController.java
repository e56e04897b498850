package io.ticketflow.sla.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.sla.BusinessCalendar;
import io.ticketflow.sla.BusinessCalendar.Holiday;
import io.ticketflow.sla.BusinessCalendar.OpenFrom;
import io.ticketflow.sla.CalendarDraft;
import io.ticketflow.sla.Policies;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/sla/calendars")
@Tag(name = "SLA")
class CalendarController {

    record NewCalendar(
            @NotNull String name,

            @NotNull @Schema(description = "IANA zone", example = "Europe/Berlin")
            String timezone,

            @NotNull
            @Schema(
                    description =
                            "HH:mm; 24:00 is the end of a day, and a slot such as 22:00 to 06:00 ends on the next day; an absent day has no business hours")
            Map<DayOfWeek, @NotNull List<@NotNull @Valid OpenFrom>> weekly,

            @Nullable List<@NotNull @Valid Holiday> holidays) {

        CalendarDraft draft() {
            return new CalendarDraft(name, timezone, weekly, Objects.requireNonNullElse(holidays, List.of()));
        }
    }

    record EditCalendar(
            @Nullable String name,
            @Nullable String timezone,
            @Nullable Map<DayOfWeek, @NotNull List<@NotNull @Valid OpenFrom>> weekly,
            @Nullable List<@NotNull @Valid Holiday> holidays) {

        CalendarDraft draft(BusinessCalendar former) {
            return new CalendarDraft(
                    Objects.requireNonNullElse(name, former.name()),
                    Objects.requireNonNullElse(timezone, former.timezone().getId()),
                    Objects.requireNonNullElse(weekly, former.weekly()),
                    Objects.requireNonNullElse(holidays, former.holidays()));
        }
    }

    record ImportHolidays(
            @NotNull @Schema(description = "The content of an iCalendar file (RFC 5545)")
            String icalendar) {}

    record CalendarResponse(
            UUID id,
            int version,
            String name,
            String timezone,
            Map<DayOfWeek, List<OpenFrom>> weekly,
            List<Holiday> holidays,
            List<String> warnings) {

        static CalendarResponse of(BusinessCalendar calendar, Instant now) {
            return new CalendarResponse(
                    calendar.id(),
                    calendar.version(),
                    calendar.name(),
                    calendar.timezone().getId(),
                    new TreeMap<>(calendar.weekly()),
                    calendar.holidays(),
                    calendar.isOutdated(now)
                            ? List.of("The last holiday of this calendar was in %s; list those of the years after it."
                                    .formatted(calendar.lastListedYear().orElseThrow()))
                            : List.of());
        }
    }

    private final Policies policies;
    private final Clock clock;

    CalendarController(Policies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    @GetMapping
    @Operation(operationId = "listCalendars", summary = "List the calendars that policies may use")
    CursorList<CalendarResponse> list(Actor actor, @ParameterObject Slice slice) {
        return CursorList.cut(policies.calendars(actor), slice, "name", CalendarController::place)
                .map(calendar -> CalendarResponse.of(calendar, clock.instant()));
    }

    /** The sort key: the name, which is unique whatever the case of its letters. */
    private static String place(BusinessCalendar calendar) {
        return calendar.name().toLowerCase(Locale.ROOT) + " " + calendar.id();
    }

    @GetMapping("/{id}")
    @Operation(operationId = "getCalendar", summary = "Read the current version of a calendar")
    ResponseEntity<CalendarResponse> read(Actor actor, @PathVariable UUID id) {
        return answer(HttpStatus.OK, policies.calendar(id, actor));
    }

    @PostMapping
    @Operation(
            operationId = "createCalendar",
            summary = "Create a calendar of business hours: zone, slots of each day of the week, holidays")
    @ApiResponse(responseCode = "201", description = "The new calendar", useReturnTypeSchema = true)
    ResponseEntity<CalendarResponse> create(Actor actor, @Valid @RequestBody NewCalendar body) {
        return answer(HttpStatus.CREATED, policies.create(body.draft(), actor));
    }

    @PutMapping("/{id}")
    @Operation(
            operationId = "updateCalendar",
            summary = "Change a calendar for tickets from now on: writes the next version",
            description = "Absent members stay as they are.")
    ResponseEntity<CalendarResponse> edit(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody EditCalendar body) {
        var draft = body.draft(policies.calendar(id, actor));
        return answer(HttpStatus.OK, policies.edit(id, draft, ifMatch, actor));
    }

    @PostMapping("/{id}/holidays")
    @Operation(
            operationId = "importHolidays",
            summary = "Add the holidays of an iCalendar file: writes the next version",
            description =
                    "Takes events of whole days, of this year and the ten years after it. An event that recurs every year on a"
                            + " date or on a weekday of a month becomes a yearly holiday. Events with times and cancelled events are"
                            + " left out. Holidays that the calendar has already stay.")
    ResponseEntity<CalendarResponse> importHolidays(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody ImportHolidays body) {
        return answer(HttpStatus.OK, policies.addHolidays(id, body.icalendar(), ifMatch, actor));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "deleteCalendar",
            summary = "Delete a calendar that no policy names",
            description = "409 CALENDAR_IN_USE otherwise.")
    void delete(
            Actor actor,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        policies.deleteCalendar(id, ifMatch, actor);
    }

    private ResponseEntity<CalendarResponse> answer(HttpStatus status, BusinessCalendar calendar) {
        var answer = ResponseEntity.status(status).eTag(ETags.of(calendar.version()));
        if (status == HttpStatus.CREATED) {
            answer.location(URI.create("/api/v1/sla/calendars/" + calendar.id()));
        }
        return answer.body(CalendarResponse.of(calendar, clock.instant()));
    }
}
