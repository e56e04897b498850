package io.ticketflow.process.sandbox;

import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The beans that a model may call, and there are no others: the tasks of {@code TicketLifecycleTasks}, and the questions to the clocks of {@code SlaTimers}.
 * A test compares these lists with both classes.
 */
public final class TaskBeans {

    /** The bean that knows when deadlines are. */
    public static final String SLA = "sla";

    private static final Set<String> TASKS = Set.of(
            "assignTicket",
            "notifyResponseWarning",
            "notifyResolutionWarning",
            "recordResponseBreach",
            "recordResolutionBreach",
            "recordAckTimeout",
            "escalateTicket",
            "escalateLateResponse",
            "escalateLateResolution",
            "handOverTicket",
            "takeHandOver",
            "remindRequester",
            "giveUpWaiting");

    /** The methods of {@link #SLA}, with what they answer: a date, or a cycle as a text. Each takes the execution and nothing else. */
    private static final Map<String, Class<?>> QUESTIONS = Map.of(
            "responseWarning", Date.class,
            "responseDue", Date.class,
            "resolutionWarning", Date.class,
            "resolutionRungs", String.class,
            "acknowledgeBy", Date.class);

    private static final int ARGUMENTS_OF_A_QUESTION = 1;

    private TaskBeans() {}

    /** Those that do something: <code>${escalateTicket}</code>. */
    public static Set<String> tasks() {
        return TASKS;
    }

    public static boolean isBean(String name) {
        return TASKS.contains(name) || SLA.equals(name);
    }

    /** What may be asked of the clocks: <code>${sla.responseDue(execution)}</code>. */
    public static Set<String> questions() {
        return QUESTIONS.keySet();
    }

    /** Whether the answer is a date, not a cycle. */
    public static boolean answersADate(String question) {
        return QUESTIONS.get(question) == Date.class;
    }

    /** How many arguments a method takes; empty when models may not call it. */
    public static Optional<Integer> arguments(String bean, String method) {
        return SLA.equals(bean) && QUESTIONS.containsKey(method)
                ? Optional.of(ARGUMENTS_OF_A_QUESTION)
                : Optional.empty();
    }
}
