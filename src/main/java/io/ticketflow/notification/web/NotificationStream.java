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
 * One open stream. Each thread that has something for it writes as much as the reader takes at the moment; the rest waits here until the container says that
 * there is room again, so that a reader who does not read keeps nobody waiting. No notification comes twice.
 */
final class NotificationStream implements WriteListener, AsyncListener {

    /** A reader who is this far behind is better off with a new stream, which begins with what was missed. */
    private static final int MOST_WAITING = 200;

    /** More than can come a second time. */
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

    /** Null until the stream begins. */
    private @Nullable Answer answer;

    /** Nothing is told any more. */
    private boolean ended;

    /** The answer is the container's again. */
    private boolean gone;

    /** There is something in the answer that was not sent yet. */
    private boolean unsent;

    /** By {@link System#nanoTime}; null when the reader takes what there is. */
    private @Nullable Long fullSince;

    private record Answer(AsyncContext request, ServletOutputStream body, ClientConnection connection) {}

    /**
     * Hears what happens from now on, and keeps it until it begins.
     *
     * @param text of a notification, on one line
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

    /** The reader was staff when it began. */
    boolean isForStaff() {
        return forStaff;
    }

    /**
     * Answers from now on.
     *
     * @param missed comes first
     * @param old is no news, should it come again
     */
    synchronized void begin(HttpServletRequest request, List<Notification> missed, List<Notification> old)
            throws IOException {
        if (ended) {
            leave();
            return;
        }
        var opened = request.startAsync();
        // The container's own: what Spring has wrapped around it takes nothing once the route has returned.
        answer = new Answer(opened, opened.getResponse().getOutputStream(), ClientConnection.of(request));
        answer.request.setTimeout(0);
        answer.request.addListener(this);
        // The container calls it when this thread is done with the request.
        answer.body.setWriteListener(this);
        // The reader learns that the stream is open by its first line.
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

    /** A line that says nothing, so that neither side takes the other for dead. */
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

    /** What is not written yet stays unwritten. */
    synchronized void end() {
        ended = true;
        waiting.clear();
        write();
    }

    /** Ends a stream whose reader has taken nothing for so long. */
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
            // Asked before each step, as the container wants it; once it says no, it calls when there is room.
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

    /** Whatever is written to an answer that is over would be read by somebody else. */
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
