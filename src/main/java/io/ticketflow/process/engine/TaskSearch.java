package io.ticketflow.process.engine;

import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.process.model.TicketLifecycle;
import java.util.List;
import java.util.Locale;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractExecuteFilterCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.beans.DirectFieldAccessor;

/**
 * Finds tickets by number and title, too, when a person types a text into the search field of Tasklist. The field asks only for tasks whose name has the text,
 * and the name of a task is that of a state.
 */
class TaskSearch extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        if (Context.getCommandContext() == null
                && CurrentActor.get().source() == Source.TASKLIST
                && command instanceof AbstractExecuteFilterCmd
                && new DirectFieldAccessor(command).getPropertyValue("extendingQuery") instanceof TaskQueryImpl query) {
            List.copyOf(query.getQueries()).forEach(each -> widen(each, query));
        }
        return next.execute(command);
    }

    /** The text becomes a further alternative of a query that is one of alternatives, otherwise alternatives of its own. */
    private static void widen(TaskQueryImpl asked, TaskQueryImpl whole) {
        var name = asked.getNameLike();
        if (name == null) {
            return;
        }
        // Tasklist does not put these signs around a text that has one of them, or an underscore, inside.
        var text = "%" + name + "%";
        if (asked == whole) {
            new DirectFieldAccessor(asked).setPropertyValue("nameLike", null);
            addAlternatives(whole.or().taskNameLike(text), text).endOr();
        } else {
            addAlternatives(asked, text);
        }
    }

    private static TaskQuery addAlternatives(TaskQuery query, String text) {
        return query.processInstanceBusinessKeyLike(text.toUpperCase(Locale.ROOT))
                .processVariableValueLike(TicketLifecycle.TITLE, text)
                .matchVariableValuesIgnoreCase();
    }
}
