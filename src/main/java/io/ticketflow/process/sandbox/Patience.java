package io.ticketflow.process.sandbox;

import java.time.Duration;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;

/** How long may be thought: about all tables together that one command of the engine asks, or about all that one deployment brings. For one thread. */
public final class Patience implements Session {

    /** A ticket's row and a connection wait meanwhile. An honest table takes milliseconds, but for the first one after a start on a busy machine. */
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

    /** The one that the engine keeps as long as the command runs that this thread is in. */
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
     * Does some thinking, which may do more of it inside.
     *
     * @throws ProcessEngineException when there was no time left to begin, or a step in it found that there was none
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
     * To be called with each step of the thinking.
     *
     * @throws ProcessEngineException when there is no time left
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
        // Nothing of it is stored.
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
