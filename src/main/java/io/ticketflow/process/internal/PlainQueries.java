package io.ticketflow.process.internal;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractExecuteFilterCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.DirectFieldAccessor;

/**
 * An expression is code in the server, and whoever asks for tasks may not bring any. The engine refuses that in a query, but not in its alternatives
 * (CVE-2026-109432, whose mending was not published for everybody). Filters that were saved may have expressions, because saving one is ADMIN's.
 */
class PlainQueries extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        // Inside another command it is the engine that asks.
        if (Context.getCommandContext() == null && broughtBy(command) instanceof TaskQueryImpl query) {
            refuseExpressions(query);
        }
        return next.execute(command);
    }

    private static @Nullable Object broughtBy(Command<?> command) {
        return command instanceof AbstractExecuteFilterCmd
                ? new DirectFieldAccessor(command).getPropertyValue("extendingQuery")
                : command;
    }

    private static void refuseExpressions(TaskQueryImpl query) {
        if (!query.getExpressions().isEmpty()) {
            throw new BadUserRequestException("Expressions are forbidden in queries.");
        }
        // A query is the first of its own alternatives.
        query.getQueries().stream().filter(each -> each != query).forEach(PlainQueries::refuseExpressions);
    }
}
