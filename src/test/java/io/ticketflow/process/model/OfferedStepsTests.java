package io.ticketflow.process.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.process.gate.DeployGate;
import io.ticketflow.process.model.DrawnWays.Goal;
import io.ticketflow.process.model.DrawnWays.Piece;
import io.ticketflow.process.model.DrawnWays.Way;
import io.ticketflow.ticket.TicketStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever way a step takes, people are offered it with its true goal; the deploy gate accepts it, or names the element where it gets lost. */
class OfferedStepsTests {

    private static final Pattern COMPARED = Pattern.compile("transition == '(\\w+)'");

    @Provide
    Arbitrary<Way> ways() {
        return Combinators.combine(Arbitraries.of(Piece.class).list().ofMaxSize(4), Arbitraries.of(Goal.class))
                .as(Way::new);
    }

    @Property(tries = 300)
    void each_step_is_offered_with_its_goal(@ForAll("ways") Way one, @ForAll("ways") Way two) {
        var drawn = DrawnWays.lifecycle(Map.of("ONE", one, "TWO", two));

        var offered = new LifecycleModel(drawn.getBytes(StandardCharsets.UTF_8))
                .transitions("work", OfferedStepsTests::holds);

        assertThat(offered)
                .extracting(step -> step.key() + " " + step.status())
                .containsExactly("ONE " + goal(one), "TWO " + goal(two));
    }

    @Property(tries = 300)
    void the_gate_lets_it_through_or_names_where_it_gets_lost(@ForAll("ways") Way one, @ForAll("ways") Way two) {
        var drawn = DrawnWays.lifecycle(Map.of("ONE", one, "TWO", two));

        var objections = DeployGate.withoutServer()
                .examine(Map.of("ticket-lifecycle.bpmn", drawn.getBytes(StandardCharsets.UTF_8)), false);

        var lost = Stream.of(Map.entry("ONE", one), Map.entry("TWO", two))
                .filter(way -> way.getValue().goal() == Goal.NOTHING)
                .map(Map.Entry::getKey)
                .toList();
        assertThat(objections)
                .filteredOn(objection -> objection.elementId().startsWith("to"))
                .extracting(
                        objection -> objection.elementId() + objection.reason().replaceAll(".*:", ":"))
                .containsExactlyElementsOf(lost.stream()
                        .map("to%1$s: nothing leads on from lost%1$s."::formatted)
                        .toList());
        assertThat(objections.isEmpty()).isEqualTo(lost.isEmpty());
    }

    /** A way is walked once if the key alone decides it; a variable may have another value the next time. */
    @Property(tries = 100)
    void what_a_variable_decides_is_asked_anew(@ForAll("ways") Way one) {
        var drawn = DrawnWays.lifecycle(Map.of("ONE", one));
        var model = new LifecycleModel(drawn.getBytes(StandardCharsets.UTF_8));
        var asked = new ArrayList<String>();

        for (var time = 0; time < 2; time++) {
            model.transitions("work", (condition, key) -> {
                asked.add(condition);
                return holds(condition, key);
            });
        }

        var once = asked.subList(0, asked.size() / 2);
        assertThat(asked).hasSize(2 * once.size()).containsExactlyElementsOf(twice(once));
        assertThat(asked).noneMatch(condition -> COMPARED.matcher(condition).find());
        if (one.pieces().equals(List.of(Piece.NOT_KNOWN_FROM_HERE))) {
            assertThat(once).isNotEmpty();
        }
    }

    private static List<String> twice(List<String> once) {
        return Stream.of(once, once).flatMap(List::stream).toList();
    }

    /** After an end event, and in older versions also after a node without flows, the engine leaves "Handle ticket". */
    private static TicketStatus goal(Way way) {
        return way.goal() == Goal.STATE ? TicketStatus.IN_PROGRESS : TicketStatus.PENDING_INFO;
    }

    /** Evaluates a condition with the key alone, as the engine would. */
    private static Optional<Boolean> holds(String condition, String key) {
        var keys = COMPARED.matcher(condition)
                .results()
                .map(compared -> compared.group(1))
                .toList();
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.contains(key));
    }
}
