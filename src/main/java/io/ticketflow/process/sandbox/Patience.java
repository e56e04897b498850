package io.ticketflow.process.sandbox;

import java.time.Duration;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;

/** A time limit: for all tables that one command of the engine evaluates, or for all models and tables of one deployment. For one thread. */
public final class Patience implements Session {

    /** The ticket's row and a connection are held meanwhile. A normal table takes milliseconds, except the first one after a start on a busy machine. */
    private static final Duration WITH_A_COMMAND = Duration.ofSeconds(5);

    private final Duration limit;
    private long left;
    private long since;
    private boolean isRunning;

    public Patience(Duration limit) {
        this.limit = limit;
        this.left = limit.toNanos();
    }

    static Patience ofOneCommand() {
        return new Patience(WITH_A_COMMAND);
    }

    /** The limit of the command that is running in this thread; the engine keeps it. */
    public static Patience withThisCommand() {
        return Context.getCommandContext().getSession(Patience.class);
    }

    public static SessionFactory perCommand() {
        return new SessionFactory() {
            @Override
            public Class<?> getSessionType() {
                return Patience.class;
            }

            @Override
            public Session openSession() {
                return ofOneCommand();
            }
        };
    }

    /**
     * Runs a computation under the limit; computations may be nested.
     *
     * @throws ProcessEngineException when no time was left at the beginning, or a step in it found that none was left
     */
    public <T> T spend(Supplier<T> thinking) {
        if (isRunning) {
            return thinking.get();
        }
        since = System.nanoTime();
        isRunning = true;
        try {
            check();
            return thinking.get();
        } finally {
            isRunning = false;
            left -= System.nanoTime() - since;
        }
    }

    /**
     * To be called at each step of a computation.
     *
     * @throws ProcessEngineException when no time is left
     */
    public void check() {
        if (isOver()) {
            throw new ProcessEngineException("It takes longer than %d s.".formatted(limit.toSeconds()));
        }
    }

    public boolean isOver() {
        return left <= (isRunning ? System.nanoTime() - since : 0);
    }

    @Override
    public void flush() {
        // There is nothing to store.
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
