package io.ticketflow.process.gate;

import io.ticketflow.process.model.Drawing;
import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.StateMeaning;
import io.ticketflow.process.sandbox.EngineTimes.Kind;
import io.ticketflow.process.sandbox.ExpressionTree;
import io.ticketflow.process.sandbox.ExpressionTree.Call;
import io.ticketflow.process.sandbox.ExpressionTree.Name;
import io.ticketflow.process.sandbox.TaskBeans;
import io.ticketflow.ticket.TicketStatus;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks timers: deadlines come from the ticket's clocks, and durations are allowed only where a ticket waits for the requester. */
final class TimerChecks {

    private final Drawing drawing;
    private final LiteralTimes literalTimes;
    private final Objections objections;

    TimerChecks(Drawing drawing, Objections objections) {
        this.drawing = drawing;
        this.literalTimes = new LiteralTimes(objections);
        this.objections = objections;
    }

    void check() {
        drawing.timers()
                .flatMap(timer -> timer.children("timeDate", "timeCycle", "timeDuration"))
                .forEach(this::check);
        drawing.nodes().forEach(this::checkDates);
        drawing.process().all("failedJobRetryTimeCycle").forEach(literalTimes::checkRetries);
    }

    private void checkDates(Element task) {
        Stream.of("dueDate", "followUpDate")
                .map(task::extension)
                .filter(date -> !date.isEmpty() && !Expressions.isExpression(date))
                .forEach(date -> literalTimes.check(task, Kind.DATE, date));
    }

    private void check(Element time) {
        checkStart(time);
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
                : event.parent().filter(Drawing::isEventSubprocess).flatMap(Element::parent);
    }

    private void checkLiteral(Element time) {
        literalTimes.check(time, kindOf(time), time.text());
    }

    private static Kind kindOf(Element time) {
        return switch (time.name()) {
            case "timeDuration" -> Kind.DURATION;
            case "timeCycle" -> Kind.CYCLE;
            default -> Kind.DATE;
        };
    }

    /** A process that is not begun has no variables, and the engine computes its first timer at the deployment. */
    private void checkStart(Element time) {
        var starts = time.ancestors()
                .limit(3)
                .filter(outer -> outer.is("startEvent"))
                .flatMap(start -> start.parent().stream())
                .anyMatch(scope -> scope.is("process"));
        if (starts && usesVariables(time.text())) {
            objections.add(
                    time,
                    "'%s' starts a process by a variable, and before the start there is none: write the time."
                            .formatted(time.text()));
        }
    }

    private static boolean usesVariables(String text) {
        return ExpressionTree.of(text).stream()
                .flatMap(ExpressionTree::all)
                .anyMatch(part -> part instanceof Name || part instanceof Call);
    }
}
