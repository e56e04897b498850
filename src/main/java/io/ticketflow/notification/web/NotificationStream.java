package io.ticketflow.notification.web;

import io.ticketflow.identity.SignedIn;
import io.ticketflow.notification.Notification;
import io.ticketflow.notification.web.NotificationController.NotificationResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * One open stream. Whoever has something for it leaves it here and goes on; a thread that is lent for as long as there is something writes it, because a
 * reader who does not read keeps it waiting. No notification comes twice.
 */
final class NotificationStream {

    /** Who is this far behind is better off with a new stream, which begins with what was missed. */
    private static final int MOST_WAITING = 200;

    /** More than can come a second time. */
    private static final int REMEMBERED = 1_000;

    private final SignedIn reader;
    private final boolean forStaff;
    private final Executor threads;
    private final Consumer<NotificationStream> whenGone;
    private final SseEmitter emitter = new SseEmitter(0L);
    private final Queue<SseEventBuilder> waiting = new ArrayDeque<>();
    private final List<Notification> early = new ArrayList<>();
    private final Set<UUID> told = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    private boolean begun;
    private boolean writing;
    private boolean ended;

    /** Hears what happens from now on, and keeps it until it begins. */
    NotificationStream(SignedIn reader, boolean forStaff, Executor threads, Consumer<NotificationStream> whenGone) {
        this.reader = reader;
        this.forStaff = forStaff;
        this.threads = threads;
        this.whenGone = whenGone;
        emitter.onCompletion(() -> whenGone.accept(this));
        emitter.onError(failure -> whenGone.accept(this));
    }

    SignedIn reader() {
        return reader;
    }

    /** The reader was staff when it began. */
    boolean isForStaff() {
        return forStaff;
    }

    SseEmitter emitter() {
        return emitter;
    }

    /**
     * Writes from now on.
     *
     * @param missed comes first
     * @param old is no news, should it come again
     */
    synchronized void begin(List<Notification> missed, List<Notification> old) {
        begun = true;
        // The reader learns that the stream is open by its first line.
        beat();
        missed.forEach(this::tell);
        early.forEach(this::tell);
        early.clear();
        old.stream().map(Notification::id).forEach(told::add);
        goOn();
    }

    synchronized void tell(Notification notification) {
        if (!begun) {
            early.add(notification);
        } else if (told.add(notification.id())) {
            add(SseEmitter.event()
                    .id(notification.id().toString())
                    .data(NotificationResponse.of(notification), MediaType.APPLICATION_JSON));
        }
    }

    /** A line that says nothing, so that neither side takes the other for dead. */
    synchronized void beat() {
        if (waiting.isEmpty()) {
            add(SseEmitter.event().comment(""));
        }
    }

    /** What is not written yet stays unwritten. */
    synchronized void end() {
        ended = true;
        waiting.clear();
        goOn();
    }

    private void add(SseEventBuilder event) {
        if (ended) {
            return;
        }
        if (waiting.size() == MOST_WAITING) {
            end();
            return;
        }
        waiting.add(event);
        goOn();
    }

    private void goOn() {
        if (begun && !writing && (ended || !waiting.isEmpty())) {
            writing = true;
            threads.execute(this::write);
        }
    }

    private void write() {
        try {
            for (var next = next(); next != null; next = next()) {
                emitter.send(next);
            }
            if (hasEnded()) {
                emitter.complete();
            }
        } catch (IOException | IllegalStateException gone) {
            // Nobody is there to answer; the container ends the request.
            end();
            whenGone.accept(this);
        }
    }

    /** Null when there is nothing to write for now, or for ever. What has ended counts as being written, so that nobody begins again. */
    private synchronized @Nullable SseEventBuilder next() {
        var next = waiting.poll();
        writing = next != null || ended;
        return next;
    }

    private synchronized boolean hasEnded() {
        return ended;
    }
}
