package io.ticketflow;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/** Records the statements that the current thread sends to the database; a batch is one. */
@Component
public class Statements implements BeanPostProcessor {

    private static final ThreadLocal<@Nullable List<String>> SENT = new ThreadLocal<>();

    private static final ThreadLocal<@Nullable List<String>> SENT_WITH_VALUES = new ThreadLocal<>();

    /** Like {@link #of}, with the parameter values in the text, so that the statements can be run again. */
    public static List<String> withValuesOf(Runnable work) {
        var sent = new ArrayList<String>();
        SENT_WITH_VALUES.set(sent);
        try {
            work.run();
        } finally {
            SENT_WITH_VALUES.remove();
        }
        return sent;
    }

    /** The statements that the work sends, in order. */
    public static List<String> of(Runnable work) {
        var sent = new ArrayList<String>();
        SENT.set(sent);
        try {
            work.run();
        } finally {
            SENT.remove();
        }
        return sent;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source ? watching(DataSource.class, source) : bean;
    }

    private static <T> T watching(Class<T> type, T target) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            var result = invoke(target, method, arguments);
            if (result instanceof PreparedStatement statement && arguments != null) {
                return counted(statement, String.valueOf(arguments[0]));
            }
            return result instanceof Connection connection ? watching(Connection.class, connection) : result;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static PreparedStatement counted(PreparedStatement target, String sql) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            var sent = SENT.get();
            if (sent != null && method.getName().startsWith("execute")) {
                sent.add(sql.replaceAll("\\s+", " ").strip());
            }
            var sentWithValues = SENT_WITH_VALUES.get();
            if (sentWithValues != null && method.getName().startsWith("execute")) {
                // The driver's toString has the values; the pool puts its own class name before it.
                sentWithValues.add(target.toString().replaceFirst("^\\S+ wrapping ", ""));
            }
            return invoke(target, method, arguments);
        };
        return (PreparedStatement) Proxy.newProxyInstance(
                PreparedStatement.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, handler);
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }
}
