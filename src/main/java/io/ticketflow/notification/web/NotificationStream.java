package io.ticketflow.notification.web;

import io.ticketflow.identity.session.SignedIn;
import io.ticketflow.notification.Notification;
import io.ticketflow.platform.web.ClientConnection;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One open stream of server-sent events. The thread that brings an event writes as much as the connection takes at that moment. The rest waits in this object
 * until the container reports that there is room again, so a slow reader blocks no thread. The stream sends no notification twice.
 */
final class NotificationStream implements WriteListener, AsyncListener {

    /** If so many events wait, the stream ends. The reader's next stream begins with what they missed. */
    private static final int MOST_WAITING = 200;

    /** So many ids of sent notifications are remembered: more than can be reported a second time. */
    private static final int REMEMBERED = 1_000;

    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final SignedIn reader;
    private final boolean forStaff;
    private final Function<Notification, String> text;
    private final Consumer<NotificationStream> whenGone;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final List<Notification> early = new ArrayList<>();
    private final Set<UUID> told = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** Null until {@link #begin}. */
    private @Nullable Answer answer;

    /** The stream accepts no events any more. */
    private boolean ended;

    /** The stream may not write any more: the container has the answer back. */
    private boolean gone;

    /** The answer holds bytes that were written and not flushed. */
    private boolean unsent;

    /** Since when the reader takes nothing, by {@link System#nanoTime}; null while they read. */
    private @Nullable Long fullSince;

    private record Answer(AsyncContext request, ServletOutputStream body, ClientConnection connection) {}

    /**
     * Collects notifications at once, and sends them after {@link #begin}.
     *
     * @param text answers the text of a notification, on one line
     */
    NotificationStream(
            SignedIn reader,
            boolean forStaff,
            Function<Notification, String> text,
            Consumer<NotificationStream> whenGone) {
        this.reader = reader;
        this.forStaff = forStaff;
        this.text = text;
        this.whenGone = whenGone;
    }

    SignedIn reader() {
        return reader;
    }

    /** Whether the reader was staff when the stream was opened. */
    boolean isForStaff() {
        return forStaff;
    }

    /**
     * Starts the answer.
     *
     * @param missed the notifications to send first
     * @param old notifications that are no news: the stream does not send them if they are reported again
     */
    synchronized void begin(HttpServletRequest request, List<Notification> missed, List<Notification> old)
            throws IOException {
        if (ended) {
            leave();
            return;
        }
        var opened = request.startAsync();
        // The container's own stream: Spring's wrapper accepts no bytes once the controller method has returned.
        answer = new Answer(opened, opened.getResponse().getOutputStream(), ClientConnection.of(request));
        answer.request.setTimeout(0);
        answer.request.addListener(this);
        // The container calls the listener when this thread has left the request.
        answer.body.setWriteListener(this);
        // The first line tells the reader that the stream is open.
        beat();
        missed.forEach(this::tell);
        early.forEach(this::tell);
        early.clear();
        old.stream().map(Notification::id).forEach(told::add);
    }

    synchronized void tell(Notification notification) {
        if (answer == null) {
            early.add(notification);
        } else if (!ended && told.add(notification.id())) {
            var event = "id:" + notification.id() + "\ndata:" + text.apply(notification) + "\n\n";
            add(event.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Sends an empty comment line, so that neither side thinks that the connection is dead. */
    synchronized void beat() {
        if (answer != null && !ended && waiting.isEmpty()) {
            add(BEAT);
        }
    }

    private void add(byte[] event) {
        if (waiting.size() == MOST_WAITING) {
            end();
        } else {
            waiting.add(event);
            write();
        }
    }

    /** Ends the stream and drops the events that wait. */
    synchronized void end() {
        ended = true;
        waiting.clear();
        write();
    }

    /** Ends a stream whose reader has taken nothing for this long. */
    synchronized void endIfFullFor(Duration patience) {
        if (fullSince != null && System.nanoTime() - fullSince > patience.toNanos() && answer != null && !gone) {
            var connection = answer.connection;
            leave();
            connection.cut();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        fullSince = null;
        write();
    }

    private void write() {
        if (answer == null || gone) {
            return;
        }
        try {
            // The container demands this question before each write and each flush. After it answered no, it calls
            // onWritePossible when there is room.
            while (answer.body.isReady()) {
                var next = waiting.poll();
                if (next != null) {
                    answer.body.write(next);
                    unsent = true;
                } else if (unsent) {
                    answer.body.flush();
                    unsent = false;
                } else {
                    if (ended) {
                        var request = answer.request;
                        leave();
                        request.complete();
                    }
                    return;
                }
            }
            if (fullSince == null) {
                fullSince = System.nanoTime();
            }
        } catch (IOException | IllegalStateException hungUp) {
            leave();
        }
    }

    /** After this the stream writes nothing: the container reuses the answer, so another client would read it. */
    private void leave() {
        ended = true;
        gone = true;
        waiting.clear();
        whenGone.accept(this);
    }

    @Override
    public synchronized void onError(Throwable hungUp) {
        leave();
    }

    @Override
    public synchronized void onError(AsyncEvent hungUp) {
        leave();
    }

    @Override
    public synchronized void onComplete(AsyncEvent end) {
        leave();
    }

    @Override
    public void onTimeout(AsyncEvent never) {}

    @Override
    public void onStartAsync(AsyncEvent never) {}
}
