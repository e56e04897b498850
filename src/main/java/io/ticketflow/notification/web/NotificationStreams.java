package io.ticketflow.notification.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.session.Sessions;
import io.ticketflow.identity.session.SignedIn;
import io.ticketflow.notification.Inbox;
import io.ticketflow.notification.InboxEvent;
import io.ticketflow.notification.Notification;
import io.ticketflow.notification.web.NotificationController.NotificationResponse;
import io.ticketflow.platform.database.DatabaseOutage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The open streams of this node. Notifications that this node writes reach them right after the commit; those of other nodes are found by a query once a
 * second. One thread serves all streams and never waits for one of them.
 */
@Component
class NotificationStreams implements DisposableBean {

    private static final int EACH_PERSON = 5;

    /** The stream of a reader who takes nothing for this long is ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How often the thread makes its round. A person who signs out, or whose session ends, is told nothing more after a second at most. */
    private static final Duration TURN = Duration.ofMillis(500);

    private static final int TURNS_BETWEEN_LOOKS = 2;
    private static final int TURNS_BETWEEN_BEATS = 30;

    /** How far the clocks of two nodes may differ, plus the time from dating a notification to its commit. */
    private static final Duration OVERLAP = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(NotificationStreams.class);

    private final Inbox inbox;
    private final Sessions sessions;
    private final Directory directory;
    private final ObjectMapper json;
    private final Clock clock;
    private final Map<UUID, List<NotificationStream>> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService keeper;
    private final ScheduledFuture<?> turns;

    private int turn;
    private volatile Instant lookedAt;
    private volatile boolean closed;

    NotificationStreams(Inbox inbox, Sessions sessions, Directory directory, ObjectMapper json, Clock clock) {
        this.inbox = inbox;
        this.sessions = sessions;
        this.directory = directory;
        this.json = json;
        this.clock = clock;
        this.lookedAt = clock.instant();
        var threads = new CustomizableThreadFactory("streams-");
        threads.setDaemon(true);
        this.keeper = new ScheduledThreadPoolExecutor(1, threads, new DiscardPolicy());
        this.turns = keeper.scheduleWithFixedDelay(
                () -> lookAfter(this::turn), TURN.toMillis(), TURN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Answers a request with a new stream.
     *
     * @param missed reads the notifications to begin with; called after the stream has begun to collect new ones, so that none is lost in between
     */
    void open(SignedIn reader, Supplier<List<Notification>> missed, HttpServletRequest request) throws IOException {
        var stream = new NotificationStream(reader, isStaff(reader), this::text, this::forget);
        remember(stream);
        try {
            var old = inbox.toldSince(mayBeNewSince(), List.of(reader.userId()));
            stream.begin(request, missed.get(), old);
        } catch (IOException | RuntimeException e) {
            forget(stream);
            throw e;
        }
        if (closed) {
            stream.end();
        }
    }

    private String text(Notification notification) {
        try {
            // Written as bytes, by the generator of the other answers: Jackson's generator for strings escapes fewer
            // characters.
            return new String(json.writeValueAsBytes(NotificationResponse.of(notification)), StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Registers the stream and ends the oldest ones of the person if there are too many; each leaves the map when it has ended. */
    private void remember(NotificationStream stream) {
        var all = open.merge(
                stream.reader().userId(), List.of(stream), (former, one) -> Stream.concat(former.stream(), one.stream())
                        .toList());
        all.stream().limit(Math.max(0, all.size() - EACH_PERSON)).forEach(NotificationStream::end);
    }

    private void forget(NotificationStream stream) {
        open.computeIfPresent(stream.reader().userId(), (person, all) -> {
            var others = all.stream().filter(each -> each != stream).toList();
            return others.isEmpty() ? null : others;
        });
    }

    /** Hands over to the streams' thread, which checks again what the recipients may read. The request that caused the notifications does not wait. */
    @EventListener
    void on(InboxEvent.Told told) {
        var heard = told.notifications().stream()
                .filter(notification -> open.containsKey(notification.recipientId()))
                .map(Notification::id)
                .toList();
        if (!heard.isEmpty()) {
            keeper.execute(() -> lookAfter(() -> inbox.asOfNow(heard).forEach(this::tell)));
        }
    }

    private void tell(Notification notification) {
        open.getOrDefault(notification.recipientId(), List.of()).forEach(stream -> stream.tell(notification));
    }

    private void turn() {
        turn++;
        all().forEach(stream -> stream.endIfFullFor(PATIENCE));
        if (turn % TURNS_BETWEEN_BEATS == 0) {
            beat();
        }
        endThoseOfPeopleWhoLeft();
        if (turn % TURNS_BETWEEN_LOOKS == 0) {
            lookForWhatOthersTell();
        }
    }

    private static void lookAfter(Runnable streams) {
        try {
            streams.run();
        } catch (RuntimeException e) {
            if (DatabaseOutage.isBehind(e)) {
                LOG.debug("Streams hear only this node without the database", e);
            } else {
                LOG.error("The streams were not looked after; the next turn follows", e);
            }
        }
    }

    void beat() {
        all().forEach(NotificationStream::beat);
    }

    private void endThoseOfPeopleWhoLeft() {
        // Loads all people in one statement; sessions.isCurrent and isStaff then need none.
        directory.people(open.keySet());
        all().filter(stream -> !sessions.isCurrent(stream.reader()) || isNoLongerForStaff(stream))
                .forEach(NotificationStream::end);
    }

    /**
     * The waiting events of a person who has lost the staff role may be internal, so their stream ends. Their next stream begins with what they may read now.
     */
    private boolean isNoLongerForStaff(NotificationStream stream) {
        return stream.isForStaff() && !isStaff(stream.reader());
    }

    private boolean isStaff(SignedIn reader) {
        return directory.person(reader.userId()).isStaff();
    }

    private void lookForWhatOthersTell() {
        var people = List.copyOf(open.keySet());
        var now = clock.instant();
        if (!people.isEmpty()) {
            inbox.toldSince(mayBeNewSince(), people).forEach(this::tell);
        }
        lookedAt = now;
    }

    /** The earlier of the clock and the last look, because operators also set clocks back. */
    private Instant mayBeNewSince() {
        var now = clock.instant();
        return (now.isBefore(lookedAt) ? now : lookedAt).minus(OVERLAP);
    }

    int openTo(UUID person) {
        return open.getOrDefault(person, List.of()).size();
    }

    private Stream<NotificationStream> all() {
        return open.values().stream().flatMap(List::stream);
    }

    /** Ends the streams before the web server waits for the running answers, because a stream's answer ends only when it is told to. */
    @EventListener(ContextClosedEvent.class)
    void end() {
        closed = true;
        all().forEach(NotificationStream::end);
    }

    @Override
    public void destroy() {
        turns.cancel(false);
        keeper.shutdown();
    }
}
