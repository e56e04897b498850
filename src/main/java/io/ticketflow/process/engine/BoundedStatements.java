package io.ticketflow.process.engine;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.plugin.Interceptor;
import org.apache.ibatis.plugin.Intercepts;
import org.apache.ibatis.plugin.Invocation;
import org.apache.ibatis.plugin.Signature;
import org.apache.ibatis.session.ResultHandler;
import org.apache.ibatis.session.RowBounds;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;

/**
 * Limits the statements that the engine sends to the database for a request. It looks at the final statement, so it covers every route, filter and plugin,
 * whatever the lists, conditions and alternatives are called there.
 */
@Intercepts(
        @Signature(
                type = Executor.class,
                method = "query",
                args = {MappedStatement.class, Object.class, RowBounds.class, ResultHandler.class}))
class BoundedStatements implements Interceptor {

    private static final Pattern TABLE = Pattern.compile("\\bACT_(?:RU|RE|HI|GE)_", Pattern.CASE_INSENSITIVE);

    private final EngineLimits limits;

    BoundedStatements(EngineLimits limits) {
        this.limits = limits;
    }

    @Override
    public Object intercept(Invocation asked) throws Throwable {
        if (!EngineLimits.areInForce()) {
            return asked.proceed();
        }
        var arguments = asked.getArgs();
        return answer(
                (Executor) asked.getTarget(),
                (MappedStatement) arguments[0],
                arguments[1],
                (RowBounds) arguments[2],
                (ResultHandler<?>) arguments[3]);
    }

    private List<?> answer(
            Executor executor, MappedStatement statement, Object parameter, RowBounds rows, ResultHandler<?> handler)
            throws SQLException {
        // The engine's own queries, such as those with which it deletes a model with its instances, have exactly this
        // class.
        var isQuery =
                parameter instanceof ListQueryParameterObject && parameter.getClass() != ListQueryParameterObject.class;
        if (isQuery) {
            limits.bound((ListQueryParameterObject) parameter);
        }
        var sql = statement.getBoundSql(parameter);
        limits.checkValues(sql.getParameterMappings().size());
        limits.checkTables(TABLE.matcher(sql.getSql()).results().count());
        var found = executor.query(
                statement, parameter, rows, handler, executor.createCacheKey(statement, parameter, rows, sql), sql);
        if (isQuery) {
            limits.checkRows(found);
        }
        return found;
    }
}
