package io.ticketflow.sla;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.ticketflow.sla.WorkingHours.Slot;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.validation.constraints.NotNull;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The business hours of a place, in one version. An edit writes the next version; running clocks keep theirs. */
@Entity
@SuppressWarnings("UnusedVariable") // people and reports read some columns
@Table(name = "business_calendars")
@IdClass(BusinessCalendar.Key.class)
public class BusinessCalendar {

    record Key(UUID id, int version) implements Serializable {}

    /**
     * A slot as the API writes it. A slot that ends before it begins goes on after midnight.
     *
     * @param from such as {@code 09:00}
     * @param to such as {@code 12:30}; {@code 24:00} is the end of the day, {@code 06:00} after {@code 22:00} the next morning
     */
    public record OpenFrom(@NotNull String from, @NotNull String to) {

        private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d";

        /** @throws IllegalArgumentException when the texts are not times or the slot is empty */
        @JsonIgnore
        Slot slot() {
            if (!from.matches(TIME) || !(to.matches(TIME) || to.equals("24:00"))) {
                throw new IllegalArgumentException("times are HH:mm, the end of a day is 24:00");
            }
            return new Slot(minute(from), isOverMidnight() ? Slot.MIDNIGHT : minute(to));
        }

        private boolean isOverMidnight() {
            return minute(to) < minute(from);
        }

        /** The part of the slot on the day after. */
        @JsonIgnore
        Optional<Slot> nextMorning() {
            return isOverMidnight() && minute(to) > 0 ? Optional.of(new Slot(0, minute(to))) : Optional.empty();
        }

        private static int minute(String time) {
            return Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3));
        }
    }

    /**
     * A day off: a single date, or a day of every year.
     *
     * @param yearly null if it is a single date
     */
    public record Holiday(
            @Nullable LocalDate date,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Yearly yearly,

            @Nullable String name) {

        public Holiday(LocalDate date, @Nullable String name) {
            this(date, null, name);
        }

        /** The date or the yearly day. */
        @JsonIgnore
        Object day() {
            return date == null ? Objects.requireNonNull(yearly) : date;
        }
    }

    @Id
    private UUID id;

    @Id
    private int version;

    private String name;
    private String timezone;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<DayOfWeek, List<OpenFrom>> weekly;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<Holiday> holidays;

    private boolean active;
    private Instant createdAt;
    private @Nullable UUID createdBy;

    @Transient
    private @Nullable WorkingHours hours;

    protected BusinessCalendar() {}

    BusinessCalendar(UUID id, int version, CalendarDraft draft, @Nullable UUID by, Instant now) {
        this.id = id;
        this.version = version;
        this.name = draft.name();
        this.timezone = draft.timezone();
        this.weekly = draft.weekly();
        this.holidays = draft.holidays();
        this.active = true;
        this.createdAt = now;
        this.createdBy = by;
    }

    /** New clocks do not follow a retired version. */
    void retire() {
        active = false;
    }

    WorkingHours hours() {
        var known = hours;
        if (known == null) {
            known = new CalendarDraft(name, timezone, weekly, holidays).hours();
            hours = known;
        }
        return known;
    }

    Key key() {
        return new Key(id, version);
    }

    public UUID id() {
        return id;
    }

    public int version() {
        return version;
    }

    public String name() {
        return name;
    }

    /** An IANA zone. */
    public ZoneId timezone() {
        return ZoneId.of(timezone);
    }

    public Map<DayOfWeek, List<OpenFrom>> weekly() {
        return Map.copyOf(weekly);
    }

    public List<Holiday> holidays() {
        return List.copyOf(holidays);
    }

    /** The year after which this calendar lists no holiday; empty if some are yearly, or there are none. */
    public Optional<Year> lastListedYear() {
        return holidays.stream().anyMatch(holiday -> holiday.yearly() != null)
                ? Optional.empty()
                : dates().map(Year::from).max(Comparator.naturalOrder());
    }

    private Stream<LocalDate> dates() {
        return holidays.stream().map(Holiday::date).filter(Objects::nonNull);
    }

    /** Whether the last listed year is over there. */
    public boolean isOutdated(Instant now) {
        var year = Year.from(now.atZone(timezone()));
        return lastListedYear().filter(last -> last.isBefore(year)).isPresent();
    }
}
