package io.ticketflow.process.engine;

import io.ticketflow.process.sandbox.FilterExpressions;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractExecuteFilterCmd;
import org.camunda.bpm.engine.impl.cmd.SaveFilterCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.query.Query;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.DirectFieldAccessor;

/**
 * Refuses expressions in the task queries of callers, because an expression runs code in the server. The engine refuses them in a query, but not in its
 * alternatives (CVE-2026-109432, whose correction is published for paying customers only). Saved filters may use what {@link FilterExpressions} lists.
 */
class PlainQueries extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        // Inside another command the engine itself sends the query.
        if (Context.getCommandContext() == null && broughtBy(command) instanceof TaskQueryImpl query) {
            refuseExpressions(query);
        }
        if (command instanceof SaveFilterCmd && privately(command, "filter") instanceof Filter filter) {
            checkExpressions(filter);
        }
        return next.execute(command);
    }

    private static void checkExpressions(Filter filter) {
        Query<?, ?> query = filter.getQuery();
        if (query instanceof TaskQueryImpl tasks) {
            FilterExpressions.check(tasks);
        }
    }

    private static @Nullable Object broughtBy(Command<?> command) {
        return command instanceof AbstractExecuteFilterCmd ? privately(command, "extendingQuery") : command;
    }

    /** The engine's commands hide these fields. */
    private static @Nullable Object privately(Object command, String field) {
        return new DirectFieldAccessor(command).getPropertyValue(field);
    }

    private static void refuseExpressions(TaskQueryImpl query) {
        if (!query.getExpressions().isEmpty()) {
            throw new BadUserRequestException("Expressions are forbidden in queries.");
        }
        // A query is the first of its own alternatives.
        query.getQueries().stream().filter(each -> each != query).forEach(PlainQueries::refuseExpressions);
    }
}
