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
 * An expression is code in the server, and whoever asks for tasks may not bring any. The engine refuses that in a query, but not in its alternatives
 * (CVE-2026-109432, whose mending was not published for everybody). Filters that are saved may say what {@link FilterExpressions} lists.
 */
class PlainQueries extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        // Inside another command it is the engine that asks.
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

    /** The engine's commands keep it to themselves. */
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
