package io.ticketflow.process.sandbox;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnDecisionResultEntries;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.spin.json.SpinJsonNode;
import org.joda.time.DateTime;

/**
 * The members of objects that expressions may use, each with its declaring type. All of them only read, end at once and answer plain values; every other member
 * is refused. Before you add one, check what can be reached from its answer.
 */
final class AllowedMembers {

    private record Member(Class<?> type, Method method) {}

    private static final List<Member> ALL = Stream.of(
                    of(
                            DelegateExecution.class,
                            "getId",
                            "getBusinessKey",
                            "getProcessBusinessKey",
                            "getProcessInstanceId",
                            "getProcessDefinitionId",
                            "getParentId",
                            "getActivityInstanceId",
                            "getParentActivityInstanceId",
                            "getCurrentActivityId",
                            "getCurrentActivityName",
                            "getCurrentTransitionId",
                            "getEventName",
                            "isCanceled",
                            "getVariables",
                            "getVariablesLocal",
                            "getVariableNames",
                            "getVariableNamesLocal",
                            "hasVariables",
                            "hasVariablesLocal"),
                    of(DelegateExecution.class, String.class, variables()),
                    of(
                            DelegateTask.class,
                            "getId",
                            "getName",
                            "getDescription",
                            "getPriority",
                            "getAssignee",
                            "getOwner",
                            "getCreateTime",
                            "getDueDate",
                            "getFollowUpDate",
                            "getTaskDefinitionKey",
                            "getExecutionId",
                            "getProcessInstanceId",
                            "getProcessDefinitionId",
                            "getEventName",
                            "getVariables",
                            "getVariablesLocal",
                            "getVariableNames",
                            "getVariableNamesLocal",
                            "hasVariables",
                            "hasVariablesLocal"),
                    of(DelegateTask.class, String.class, variables()),
                    of(String.class, "length", "isEmpty", "isBlank", "strip", "trim", "toLowerCase", "toUpperCase"),
                    of(String.class, String.class, "startsWith", "endsWith", "equalsIgnoreCase", "compareTo"),
                    of(String.class, CharSequence.class, "contains"),
                    of(String.class, Object.class, "equals"),
                    of(String.class, int.class, "substring"),
                    of(Number.class, "intValue", "longValue", "doubleValue"),
                    of(Date.class, "getTime"),
                    of(Date.class, Date.class, "before", "after"),
                    of(Collection.class, "size", "isEmpty"),
                    of(Collection.class, Object.class, "contains"),
                    of(List.class, int.class, "get"),
                    of(Map.class, "size", "isEmpty", "keySet", "values"),
                    of(Map.class, Object.class, "get", "containsKey"),
                    of(
                            SpinJsonNode.class,
                            "isObject",
                            "isArray",
                            "isValue",
                            "isNull",
                            "isString",
                            "isNumber",
                            "isBoolean",
                            "stringValue",
                            "numberValue",
                            "boolValue",
                            "value",
                            "elements",
                            "fieldNames"),
                    of(SpinJsonNode.class, String.class, "prop", "hasProp"),
                    of(DmnDecisionResult.class, "getSingleResult", "getFirstResult", "getSingleEntry", "getResultList"),
                    of(DmnDecisionResult.class, String.class, "collectEntries"),
                    of(DmnDecisionResultEntries.class, "getSingleEntry", "getFirstEntry", "getEntryMap"),
                    of(DmnDecisionResultEntries.class, String.class, "getEntry"),
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

    private static String[] variables() {
        return new String[] {"getVariable", "getVariableLocal", "hasVariable", "hasVariableLocal"};
    }

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
