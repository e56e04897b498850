package io.ticketflow.process.gate;

import io.ticketflow.process.model.Drawing;
import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.StateMeaning;
import io.ticketflow.process.sandbox.TaskBeans;
import io.ticketflow.ticket.TicketStatus;
import java.time.Duration;
import java.util.GregorianCalendar;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.datatype.DatatypeFactory;

/** Checks timers: deadlines come from the ticket's clocks, and durations are allowed only where a ticket waits for the requester. */
final class TimerChecks {

    private static final Duration SHORTEST_CYCLE = Duration.ofMinutes(1);

    private final Drawing drawing;
    private final Objections objections;

    TimerChecks(Drawing drawing, Objections objections) {
        this.drawing = drawing;
        this.objections = objections;
    }

    void check() {
        drawing.timers()
                .flatMap(timer -> timer.children("timeDate", "timeCycle", "timeDuration"))
                .forEach(this::check);
    }

    private void check(Element time) {
        var asked = Drawing.clockQuestionOf(time);
        if (asked.isPresent()) {
            checkQuestion(time, asked.get());
        } else if (followsAClock(time)) {
            objections.add(
                    time,
                    "'%s' is a deadline of its own on a ticket whose clock runs: ask the clock, such as ${sla.resolutionWarning(execution)}."
                            .formatted(time.text()));
        } else if (!Expressions.isExpression(time.text())) {
            checkLiteral(time);
        }
    }

    private void checkQuestion(Element time, String question) {
        var fitting = TaskBeans.answersADate(question) ? "timeDate" : "timeCycle";
        if (!time.is(fitting)) {
            objections.add(time, "${sla.%s(…)} belongs into a %s, not a %s.".formatted(question, fitting, time.name()));
        }
    }

    /** Whether the timer is on handleTicket or on a state in it, or starts an event subprocess there. */
    private boolean followsAClock(Element time) {
        var event = time.ancestors()
                .filter(outer -> outer.is("boundaryEvent", "startEvent"))
                .findFirst();
        return event.flatMap(this::guarded)
                .filter(node -> drawing.isLifecycle()
                        && (node.id().equals(Drawing.CLOCK_RUNS_IN)
                                || StateMeaning.of(node)
                                        .map(StateMeaning::status)
                                        .filter(this::runs)
                                        .isPresent()))
                .isPresent();
    }

    private boolean runs(TicketStatus status) {
        return !status.isWaiting();
    }

    private Optional<Element> guarded(Element event) {
        return event.is("boundaryEvent")
                ? drawing.node(event.attribute("attachedToRef"))
                : event.parent()
                        .filter(Drawing::isEventSubprocess)
                        .flatMap(Element::parent);
    }

    private void checkLiteral(Element time) {
        var text = time.text();
        var isRight =
                switch (time.name()) {
                    case "timeDuration" -> isDuration(text);
                    case "timeCycle" ->
                        !text.startsWith("R")
                                || Stream.of(text.split("/")).skip(1).anyMatch(TimerChecks::isDuration);
                    default -> !text.isEmpty();
                };
        if (!isRight) {
            objections.add(time, "'%s' is no duration as the engine reads it, such as P3D or PT4H.".formatted(text));
        } else if (time.is("timeCycle") && Stream.of(text.split("/")).anyMatch(TimerChecks::isTooShort)) {
            objections.add(time, "'%s' rings more often than once a minute.".formatted(text));
        }
    }

    private static boolean isDuration(String text) {
        return length(text).isPresent();
    }

    private static boolean isTooShort(String text) {
        return length(text)
                .filter(length -> length.compareTo(SHORTEST_CYCLE) < 0)
                .isPresent();
    }

    private static Optional<Duration> length(String text) {
        try {
            var parsed = DatatypeFactory.newDefaultInstance().newDuration(text);
            return Optional.of(Duration.ofMillis(parsed.getTimeInMillis(new GregorianCalendar())));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
