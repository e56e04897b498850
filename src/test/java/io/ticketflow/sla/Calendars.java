package io.ticketflow.sla;

import io.ticketflow.sla.WorkingHours.Slot;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random calendars in three zones: Berlin and New York change their clocks by an hour, Lord Howe by half an hour. */
final class Calendars {

    static final List<ZoneId> ZONES =
            List.of(ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"), ZoneId.of("Australia/Lord_Howe"));

    private Calendars() {}

    /** A calendar with at least one slot. The slots of a day neither overlap nor are empty; many end at midnight or lie where the zone's offset changes. */
    static Arbitrary<MinuteByMinute> any() {
        var bounds = Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 24 * 60),
                        Arbitraries.of(0, 60, 90, 120, 150, 180, 9 * 60, 17 * 60, 23 * 60, 24 * 60))
                .set()
                .ofMinSize(0)
                .ofMaxSize(6);
        var week = bounds.list().ofSize(7).filter(days -> days.stream().anyMatch(day -> day.size() >= 2));
        return Combinators.combine(Arbitraries.of(ZONES), week, holidays()).as((zone, days, off) -> {
            var weekly = new HashMap<DayOfWeek, List<Slot>>();
            for (var day : DayOfWeek.values()) {
                weekly.put(
                        day,
                        slots(days.get(day.getValue() - 1).stream().sorted().toList()));
            }
            return new MinuteByMinute(zone, weekly, off);
        });
    }

    private static List<Slot> slots(List<Integer> bounds) {
        var slots = new ArrayList<Slot>();
        for (var i = 0; i + 1 < bounds.size(); i += 2) {
            slots.add(new Slot(bounds.get(i), bounds.get(i + 1)));
        }
        return slots;
    }

    private static Arbitrary<Set<LocalDate>> holidays() {
        return Arbitraries.integers()
                .between(0, 365)
                .map(LocalDate.of(2026, 1, 1)::plusDays)
                .set()
                .ofMaxSize(5);
    }

    /** A whole minute of 2026, mostly within two days of a change of the offset. */
    static Arbitrary<Instant> instants() {
        var changes = Arbitraries.of(ZONES.stream()
                .flatMap(zone -> {
                    var first = zone.getRules().nextTransition(Instant.parse("2026-01-01T00:00:00Z"));
                    var second = zone.getRules().nextTransition(first.getInstant());
                    return List.of(first.getInstant(), second.getInstant()).stream();
                })
                .toList());
        var nearby = Combinators.combine(changes, Arbitraries.integers().between(-2 * 24 * 60, 24 * 60))
                .as((change, minutes) -> change.plus(Duration.ofMinutes(minutes)));
        var whenever = Arbitraries.integers()
                .between(0, 365 * 24 * 60)
                .map(minutes -> Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(minutes)));
        return Arbitraries.frequencyOf(Tuple.of(3, nearby), Tuple.of(1, whenever));
    }
}
