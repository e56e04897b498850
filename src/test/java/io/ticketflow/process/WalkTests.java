package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.process.Walk.Act;
import io.ticketflow.process.Walk.Photo;
import io.ticketflow.process.Walk.Step;
import io.ticketflow.ticket.TicketStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.spring.JqwikSpringSupport;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Random walks through all doors: people at the API and in Tasklist, an operator at the engine, a process owner who deploys, and time. After each step all
 * invariants are checked. Every build has the same walks, so a failure comes from its change; {@code -Plong} walks longer.
 */
@JqwikSpringSupport
@TicketflowTest
class WalkTests {

    private static final TreeMap<String, Integer> MET = new TreeMap<>();

    @Autowired
    private World world;

    @Autowired
    private Walk walk;

    @Provide
    Arbitrary<List<Step>> walks() {
        var acts = Arbitraries.of(Act.values());
        var choice = Arbitraries.integers().between(0, 999);
        return Combinators.combine(acts, choice, choice)
                .as(Step::new)
                .list()
                .ofMinSize(15)
                .ofMaxSize(40);
    }

    @Property(seed = "20261122", shrinking = ShrinkingMode.BOUNDED)
    void whatever_happens_ticket_and_process_say_the_same(@ForAll("walks") List<Step> steps) {
        world.beginAnew();
        walk.begin();
        var photos = new ArrayList<Photo>();
        for (var step : steps) {
            take(step);
            walk.photograph().ifPresent(photos::add);
        }
        for (var photo : photos) {
            if (!walk.isDeleted(photo)) {
                assertThat(walk.asItWas(photo)).as("by its history").isEqualTo(photo);
            }
        }
    }

    private void take(Step step) {
        walk.goOn();
        var status = walk.status();
        var before = walk.traces();
        String outcome;
        try {
            outcome = walk.take(step) ? "done" : "not possible here";
        } catch (ProblemException refusal) {
            assertThat(walk.traces())
                    .as("%s was refused with %s, so nothing has changed", step, refusal.code())
                    .isEqualTo(before);
            outcome = "refused: " + refusal.code();
        } catch (MismatchingMessageCorrelationException | BadUserRequestException refusal) {
            outcome = "refused: " + refusal.getClass().getSimpleName();
        }
        count(status, step.act().door(), step.act(), outcome);
        assertThat(walk.faults()).as("after %s: %s", step, outcome).isEmpty();
    }

    private static void count(TicketStatus status, Source door, Act act, String outcome) {
        MET.merge("%-12s %-8s %-18s %s".formatted(status, door, act, outcome), 1, Integer::sum);
    }

    @AfterContainer
    static void tell() {
        var triples = MET.keySet().stream()
                .map(line -> line.substring(0, 41))
                .distinct()
                .count();
        var steps = MET.values().stream().mapToInt(Integer::intValue).sum();
        MET.forEach((line, times) -> System.out.printf("walk %s × %d%n", line, times));
        System.out.printf("walks: %d steps, %d distinct (state, door, act), each explained%n", steps, triples);
    }
}
