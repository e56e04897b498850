package io.ticketflow.process;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;

/** The beans that a model may call, and there are no others: the tasks of {@link TicketLifecycleTasks}, and the questions to the clocks of {@link SlaTimers}. */
public final class TaskBeans {

    /** The bean that knows when deadlines are. */
    public static final String SLA = "sla";

    private static final Set<String> TASKS = Arrays.stream(TicketLifecycleTasks.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Bean.class))
            .map(Method::getName)
            .collect(Collectors.toUnmodifiableSet());

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
        return Arrays.stream(SlaTimers.class.getDeclaredMethods())
                .filter(TaskBeans::isQuestion)
                .map(Method::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the answer is a date, not a cycle. */
    public static boolean answersADate(String question) {
        return find(question)
                .filter(method -> method.getReturnType() == Date.class)
                .isPresent();
    }

    /** How many arguments a method takes; empty when models may not call it. */
    public static Optional<Integer> arguments(String bean, String method) {
        return SLA.equals(bean) ? find(method).map(Method::getParameterCount) : Optional.empty();
    }

    private static Optional<Method> find(String question) {
        return Arrays.stream(SlaTimers.class.getDeclaredMethods())
                .filter(TaskBeans::isQuestion)
                .filter(method -> method.getName().equals(question))
                .findFirst();
    }

    private static boolean isQuestion(Method method) {
        return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
    }
}
