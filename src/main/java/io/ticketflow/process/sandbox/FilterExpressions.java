package io.ticketflow.process.sandbox;

import java.util.regex.Pattern;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.TaskQueryImpl;

/** The only expressions that a filter of Tasklist may have: functions about the present time and the current user. */
public final class FilterExpressions {

    /** Our own function; the others are the engine's. */
    public static final String GROUPS_IN_MY_CARE = "groupsInMyCare";

    static final String RULE =
            "filters may say currentUser(), currentUserGroups(), groupsInMyCare(), now(), and dateTime() with plus…(), minus…(), withTimeAtStartOfDay(), withMillis() or toDate()";

    private static final String STEP = "\\s*+\\.\\s*+(?:"
            + "(?:plus|minus)(?:Seconds|Minutes|Hours|Days|Weeks|Months|Years)\\s*+\\(\\s*+\\d{1,9}+\\s*+\\)"
            + "|withMillis\\s*+\\(\\s*+\\d{1,15}+\\s*+\\)"
            + "|(?:withTimeAtStartOfDay|toDate)\\s*+\\(\\s*+\\))";
    private static final Pattern ALLOWED = Pattern.compile("\\s*+[$#]\\{\\s*+(?:"
            + "(?:currentUser|currentUserGroups|groupsInMyCare|now)\\s*+\\(\\s*+\\)"
            + "|dateTime\\s*+\\(\\s*+\\)(?:" + STEP + "){0,9}+"
            + ")\\s*+}\\s*+");

    private FilterExpressions() {}

    static boolean isAllowed(String expression) {
        return isText(expression) || ALLOWED.matcher(expression).matches();
    }

    private static boolean isText(String expression) {
        return !expression.contains("${") && !expression.contains("#{");
    }

    /** Checks the alternatives, too: a query is the first of its own alternatives. */
    public static void check(TaskQueryImpl query) {
        query.getExpressions().values().stream()
                .filter(expression -> !isAllowed(expression))
                .findFirst()
                .ifPresent(refused -> {
                    throw new BadUserRequestException("The expression %s is refused: %s".formatted(refused, RULE));
                });
        query.getQueries().stream().filter(each -> each != query).forEach(FilterExpressions::check);
    }
}
