package io.ticketflow.process.sandbox;

import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The only beans that a model may call: the tasks of {@code TicketLifecycleTasks}, and the questions to the clocks of {@code SlaTimers}. A test compares these
 * lists with both classes.
 */
public final class TaskBeans {

    /** The bean that computes deadlines. */
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
            "giveUpWaiting",
            "notify");

    /** The methods of {@link #SLA} with their return types: a date, or a cycle as a text. The execution is their only parameter. */
    private static final Map<String, Class<?>> QUESTIONS = Map.of(
            "responseWarning", Date.class,
            "responseDue", Date.class,
            "resolutionWarning", Date.class,
            "resolutionRungs", String.class,
            "acknowledgeBy", Date.class);

    private static final int ARGUMENTS_OF_A_QUESTION = 1;

    private TaskBeans() {}

    /** The beans for service tasks: <code>${escalateTicket}</code>. */
    public static Set<String> tasks() {
        return TASKS;
    }

    public static boolean isBean(String name) {
        return TASKS.contains(name) || SLA.equals(name);
    }

    /** The questions to the clocks: <code>${sla.responseDue(execution)}</code>. */
    public static Set<String> questions() {
        return QUESTIONS.keySet();
    }

    /** Whether the answer is a date and not a cycle. */
    public static boolean answersADate(String question) {
        return QUESTIONS.get(question) == Date.class;
    }

    /** The number of a method's arguments; empty when models may not call it. */
    public static Optional<Integer> arguments(String bean, String method) {
        return SLA.equals(bean) && QUESTIONS.containsKey(method)
                ? Optional.of(ARGUMENTS_OF_A_QUESTION)
                : Optional.empty();
    }
}
