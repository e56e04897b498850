package io.ticketflow.kill;

import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * People who work until they are stopped. They submit tickets, take them step by step from OPEN to CLOSED, record what was acknowledged, and never repeat a
 * request. If a request is not answered, its ticket is in doubt and they leave it alone. Every third ticket is a P4 that they leave alone, too.
 */
final class Clients {

    /** The beginning of each ticket's title. */
    static final String TITLE = "Submitted before a kill: ";

    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> NEXT =
            Map.of("OPEN", "IN_PROGRESS", "IN_PROGRESS", "RESOLVED", "RESOLVED", "CLOSED");
    private static final List<String> CATEGORIES = List.of("VM", "NETWORK", "DATABASE", "ACCESS");
    private static final Random RANDOM = new Random();
    private static final AtomicInteger SUBMITTED = new AtomicInteger();

    /** A ticket as its client knows it. The title identifies it, because the client learns the number only from the answer. */
    static final class Case {
        final String title;
        final boolean isLeftAlone;
        final List<String> acknowledged = new CopyOnWriteArrayList<>();
        volatile boolean inDoubt = true;

        Case(String title, boolean isLeftAlone) {
            this.title = title;
            this.isLeftAlone = isLeftAlone;
        }

        void acknowledge(String what) {
            acknowledged.add(what);
            inDoubt = false;
        }
    }

    private final Queue<Case> cases = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean stopped;

    /** Starts this number of people at each node. */
    static Clients at(int people, Node... nodes) {
        var clients = new Clients();
        for (var node : nodes) {
            var requester = node.http().asAnew("user");
            var manager = node.http().asAnew("manager");
            for (var i = 0; i < people; i++) {
                clients.threads.add(new Thread(() -> clients.work(requester, manager)));
            }
        }
        clients.threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
        return clients;
    }

    /** Waits for a random moment, at which people are in the middle of their work. */
    Duration awaitSomeMoment() {
        await("a ticket was moved").atMost(PATIENCE).until(() -> moved() > 0);
        var moment = Duration.ofMillis(RANDOM.nextInt(3_000));
        workOn(moment);
        return moment;
    }

    void workOn(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void stop() {
        stopped = true;
        await("the clients have stopped").atMost(PATIENCE).until(() -> threads.stream()
                .noneMatch(Thread::isAlive));
    }

    /** Waits until a person gets the answer 503. */
    void awaitUnavailable() {
        await("somebody was answered 503").atMost(PATIENCE).until(() -> unavailable.get() > 0);
    }

    Collection<Case> cases() {
        return cases;
    }

    /** Answers that no client should get, whatever was killed. */
    Collection<String> complaints() {
        return complaints;
    }

    long moved() {
        return cases.stream()
                .mapToLong(one -> Math.max(0, one.acknowledged.size() - 1))
                .sum();
    }

    @Override
    public String toString() {
        return "acknowledged: %d created, %d moved; in doubt: %d; answered 503: %d"
                .formatted(
                        cases.stream()
                                .filter(one -> !one.acknowledged.isEmpty())
                                .count(),
                        moved(),
                        cases.stream().filter(one -> one.inDoubt).count(),
                        unavailable.get());
    }

    private void work(Http requester, Http manager) {
        var mine = new ArrayList<Case>();
        try {
            while (!stopped) {
                if (mine.size() < AT_ONCE) {
                    mine.add(submit(requester));
                }
                mine.forEach(one -> takeFurther(one, manager));
                mine.removeIf(one -> one.inDoubt || one.isLeftAlone || one.acknowledged.contains("CLOSED"));
            }
        } catch (UncheckedIOException noAnswer) {
            // The node has been killed, and this person stops.
        }
    }

    private Case submit(Http requester) {
        var number = SUBMITTED.incrementAndGet();
        var one = new Case(TITLE + number, number % 3 == 0);
        cases.add(one);
        var body = "{\"title\":\"%s\",\"description\":\"See the title.\",\"category\":\"%s\",\"priority\":\"%s\"}"
                .formatted(one.title, CATEGORIES.get(number % CATEGORIES.size()), one.isLeftAlone ? "P4" : "P3");
        ask(requester, "POST", "/api/v1/tickets", body)
                .ifPresent(answer -> one.acknowledge(JsonPath.read(answer.body(), "$.number")));
        return one;
    }

    private void takeFurther(Case one, Http manager) {
        if (one.inDoubt || one.isLeftAlone || stopped) {
            return;
        }
        var path = "/api/v1/tickets/" + one.acknowledged.get(0);
        ask(manager, "GET", path, "")
                .map(answer -> NEXT.get(JsonPath.<String>read(answer.body(), "$.status")))
                .ifPresent(next -> {
                    one.inDoubt = true;
                    ask(manager, "PATCH", path + "/status", move(next)).ifPresent(answer -> one.acknowledge(next));
                });
    }

    private static String move(String to) {
        return to.equals("RESOLVED")
                ? "{\"status\":\"RESOLVED\",\"resolutionCode\":\"FIXED\",\"resolution\":\"Done.\"}"
                : "{\"status\":\"%s\"}".formatted(to);
    }

    /** The answer if it is a success. */
    private Optional<HttpResponse<String>> ask(Http who, String method, String path, String body) {
        var answer = who.json(method, path, body);
        if (answer.statusCode() / 100 == 2) {
            return Optional.of(answer);
        }
        if (answer.statusCode() == 503 && answer.body().contains("DATABASE_UNAVAILABLE")) {
            unavailable.incrementAndGet();
        } else {
            complaints.add("%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return Optional.empty();
    }
}
