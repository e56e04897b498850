package io.ticketflow.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import io.ticketflow.platform.CurrentActor;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.PriorityOrdered;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The connection pool with a limit for costly requests: changes, searches, filtered lists, and all requests to the engine. They may use two connections for
 * each processor, and two fifths of the pool at most. If more costly requests come at once, they wait for each other, while sign-ins, reads of single things,
 * and jobs still get a connection and a processor.
 */
class ExpressLane extends DelegatingDataSource {

    private static final Set<String> READING = Set.of("GET", "HEAD");

    /** Whether the running request has a place already; further connections within it need no other place. */
    private static final ThreadLocal<Boolean> HAS_PLACE = ThreadLocal.withInitial(() -> false);

    private final Semaphore places;
    private final long patienceMillis;

    ExpressLane(HikariDataSource pool) {
        super(pool);
        this.places = new Semaphore(placesOf(pool), true);
        this.patienceMillis = pool.getConnectionTimeout();
    }

    private static int placesOf(HikariDataSource pool) {
        var busy = 2 * Runtime.getRuntime().availableProcessors();
        return Math.max(1, Math.min(busy, pool.getMaximumPoolSize() * 2 / 5));
    }

    /**
     * Opens a connection. A costly request waits for a place and then for a connection, so at most twice as long as another request.
     *
     * @throws SQLTransientConnectionException when none became free in time
     */
    @Override
    public Connection getConnection() throws SQLException {
        if (HAS_PLACE.get() || !mayCostMuch()) {
            return super.getConnection();
        }
        takePlace();
        try {
            return leavingAtTheEnd(super.getConnection());
        } catch (SQLException | RuntimeException none) {
            leave();
            throw none;
        }
    }

    /** False while the caller is being identified, which comes first and costs little. */
    private static boolean mayCostMuch() {
        return CurrentActor.get().userId() != null
                && RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes asked
                && !readsOneThing(asked.getRequest());
    }

    private static boolean readsOneThing(HttpServletRequest request) {
        return READING.contains(request.getMethod())
                && request.getQueryString() == null
                && request.getRequestURI().startsWith("/api/v1/");
    }

    private void takePlace() throws SQLException {
        try {
            if (!places.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException("Too many costly requests at once");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("Interrupted while it waited for other requests", ended);
        }
        HAS_PLACE.set(true);
    }

    private void leave() {
        HAS_PLACE.remove();
        places.release();
    }

    private Connection leavingAtTheEnd(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    } finally {
                        if (method.getName().equals("close") && HAS_PLACE.get()) {
                            leave();
                        }
                    }
                });
    }

    /** Wraps the pool before any other post-processor wraps it. */
    static class Builder implements BeanPostProcessor, PriorityOrdered {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof HikariDataSource pool ? new ExpressLane(pool) : bean;
        }

        @Override
        public int getOrder() {
            return LOWEST_PRECEDENCE;
        }
    }
}
