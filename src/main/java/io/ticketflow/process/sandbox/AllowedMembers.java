package io.ticketflow.process.sandbox;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.joda.time.DateTime;

/**
 * The members of objects that expressions may use, each with its declaring type. The deploy gate accepts no others in a model, and {@link FilterExpressions} no
 * others in a filter. All of them only read, end at once and answer plain values. Before you add one, check what can be reached from its answer.
 */
final class AllowedMembers {

    private record Member(Class<?> type, Method method) {}

    private static final List<Member> ALL = Stream.of(
                    // The business key of a call activity.
                    of(DelegateExecution.class, "getProcessBusinessKey"),
                    // Dates in filters.
                    of(DateTime.class, "toDate", "getMillis", "withTimeAtStartOfDay"),
                    of(DateTime.class, long.class, "withMillis"),
                    of(
                            DateTime.class,
                            int.class,
                            "plusSeconds",
                            "plusMinutes",
                            "plusHours",
                            "plusDays",
                            "plusWeeks",
                            "plusMonths",
                            "plusYears",
                            "minusSeconds",
                            "minusMinutes",
                            "minusHours",
                            "minusDays",
                            "minusWeeks",
                            "minusMonths",
                            "minusYears"))
            .flatMap(members -> members)
            .toList();

    private AllowedMembers() {}

    private static Stream<Member> of(Class<?> type, String... names) {
        return Arrays.stream(names).map(name -> declared(type, name));
    }

    private static Stream<Member> of(Class<?> type, Class<?> parameter, String... names) {
        return Arrays.stream(names).map(name -> declared(type, name, parameter));
    }

    private static Member declared(Class<?> type, String name, Class<?>... parameters) {
        try {
            return new Member(type, type.getMethod(name, parameters));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    static Optional<Method> property(Object base, String name) {
        return membersOf(base)
                .filter(method -> method.getParameterCount() == 0)
                .filter(method -> method.getName().equals(name("get", name))
                        || method.getName().equals(name("is", name)))
                .findFirst();
    }

    private static String name(String prefix, String property) {
        return property.isEmpty() ? prefix : prefix + Character.toUpperCase(property.charAt(0)) + property.substring(1);
    }

    static Optional<Method> method(Object base, String name, int parameters) {
        return membersOf(base)
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == parameters)
                .findFirst();
    }

    private static Stream<Method> membersOf(Object base) {
        return ALL.stream().filter(member -> member.type().isInstance(base)).map(Member::method);
    }
}
