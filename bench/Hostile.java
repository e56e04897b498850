import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether people can go on working while others ask for the most that they may, and strangers for more than that: {@code java Hostile.java --port N --java PID
 * --postgres PID --people FILE}. README.md says what is done and what is asked for. Only 127.0.0.1 is put under load.
 */
public final class Hostile {

    private static final String PASSWORD = "seven green llamas dance";

    /** A person asks 48 times a minute at most, an address signs in 6 times: less than the limits as shipped. */
    private static final int NORMAL_PEOPLE = 25;

    private static final int GETS_PER_SECOND = 20;
    private static final int SIGN_IN_ADDRESSES = 6;
    private static final int SIGN_IN_EVERY_MILLIS = 2_000;

    private static final double GET_BAR_MILLIS = 300;
    private static final double SIGN_IN_BAR_MILLIS = 2_000;
    private static final long HEAP_BAR = 50 << 20;

    private static final int CONNECTIONS_EACH = 4;
    private static final int PATIENCE_MILLIS = 30_000;

    public static void main(String[] arguments) throws Exception {
        var options = new HashMap<String, String>();
        for (var i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        var server = new Server(Integer.parseInt(options.get("port")));
        var file = Path.of(options.get("people"));
        var requesters = Integer.parseInt(options.getOrDefault("requesters", "22"));
        if (options.containsKey("register")) {
            // Two crews take turns, so that each begins with a fresh minute.
            Person.register(server, file, NORMAL_PEOPLE + 2 * requesters);
            return;
        }
        var rounds = new Rounds(
                server,
                Person.read(file),
                Map.of("java", options.get("java"), "postgres", options.get("postgres")),
                requesters,
                Integer.parseInt(options.getOrDefault("strangers", "210")),
                Integer.parseInt(options.getOrDefault("stranger-addresses", "210")),
                Integer.parseInt(options.getOrDefault("seconds", "20")));
        System.exit(rounds.run(options.getOrDefault("rounds", String.join(" ", Rounds.ALL)).split("\\s+")) ? 0 : 1);
    }

    /** How a client behaves on its connection. */
    private enum Manner {
        /** Asks, reads the answer and hangs up. */
        PROMPT,
        /** Sends what follows its first line byte by byte, also after it was answered. */
        TRICKLING,
        /** Asks again and again and never reads. */
        DEAF
    }

    private record Ask(String method, String path, String type, byte[] body, Manner manner) {

        static Ask get(String path) {
            return new Ask("GET", path, null, new byte[0], Manner.PROMPT);
        }

        static Ask json(String method, String path, String body) {
            return new Ask(method, path, "application/json", body.getBytes(StandardCharsets.UTF_8), Manner.PROMPT);
        }

        static Ask upload(String path, int size) {
            var head = "--xxxx\r\nContent-Disposition: form-data; name=\"visibility\"\r\n\r\nPUBLIC\r\n"
                    + "--xxxx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n";
            var body = head + "x".repeat(size) + "\r\n--xxxx--\r\n";
            return new Ask(
                    "POST",
                    path,
                    "multipart/form-data; boundary=xxxx",
                    body.getBytes(StandardCharsets.UTF_8),
                    Manner.PROMPT);
        }

        Ask in(Manner other) {
            return new Ask(method, path, type, body, other);
        }

        /** The head, after which {@code length} bytes are announced. */
        byte[] head(String token) {
            return (method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                            + (manner == Manner.PROMPT ? "Connection: close\r\n" : "")
                            + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
                            + (type == null ? "" : "Content-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n")
                            + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** What a requester may ask for that costs most, by kind. */
    private static Map<String, List<Ask>> asksOf(Person person) {
        var ticket = "/api/v1/tickets/" + person.ticket();
        var kinds = new LinkedHashMap<String, List<Ask>>();
        kinds.put(
                "searches",
                List.of(
                        Ask.get("/api/v1/tickets?limit=100&count=true&q=" + words(20, 3)),
                        Ask.get("/api/v1/tickets?limit=100&count=true&q=" + words(20, 1)),
                        Ask.get("/api/v1/tickets?limit=100&count=true&sort=-updatedAt&q=" + words(10, 2)),
                        Ask.get("/api/v1/tickets?limit=100&count=true&q=%22" + words(20, 2) + "%22")));
        kinds.put(
                "lists",
                List.of(
                        Ask.get("/api/v1/tickets?limit=100&count=true"),
                        Ask.get("/api/v1/tickets?limit=100&count=true&sort=dueAt&breached=any&watching=me"),
                        Ask.get("/api/v1/tickets?limit=100&count=true&tag=" + list(300)),
                        Ask.get("/api/v1/users/" + person.id() + "/tickets?limit=100&count=true"),
                        Ask.get("/api/v1/users/" + person.id() + "/stats"),
                        Ask.get("/api/v1/notifications?limit=100&count=true"),
                        Ask.get(ticket + "/history"),
                        Ask.get("/v3/api-docs")));
        kinds.put(
                "engine",
                List.of(
                        Ask.json("POST", "/engine-rest/task", "{\"processVariables\":" + conditions(19) + "}"),
                        Ask.json("POST", "/engine-rest/task", "{\"processVariables\":" + conditions(400) + "}"),
                        Ask.json("POST", "/engine-rest/task/count", "{\"taskVariables\":" + conditions(400) + "}"),
                        Ask.json("POST", "/engine-rest/task", alternatives(19)),
                        Ask.json("POST", "/engine-rest/task", alternatives(200)),
                        Ask.json("POST", "/engine-rest/task", sorting(20)),
                        Ask.json("POST", "/engine-rest/history/task", "{\"processVariables\":" + conditions(400) + "}"),
                        Ask.json("POST", "/engine-rest/history/process-instance", "{\"variables\":" + conditions(400) + "}"),
                        Ask.json("POST", "/engine-rest/process-instance", "{\"variables\":" + conditions(400) + "}"),
                        Ask.json("POST", "/engine-rest/execution", "{\"variables\":" + conditions(400) + "}"),
                        Ask.json("POST", "/engine-rest/variable-instance", "{\"variableValues\":" + conditions(400) + "}"),
                        Ask.get("/engine-rest/task?maxResults=1000000"),
                        Ask.get("/engine-rest/task?candidateUser=" + person.handle()),
                        Ask.get("/engine-rest/history/variable-instance?maxResults=1000000"),
                        Ask.get("/engine-rest/filter?itemCount=true")));
        kinds.put(
                "people",
                List.of(
                        Ask.get("/engine-rest/user?firstNameLike=" + "%25a".repeat(30) + "z"),
                        Ask.get("/engine-rest/user/count?lastNameLike=" + "%25e".repeat(30) + "z"),
                        Ask.get("/engine-rest/group?nameLike=" + "%25e".repeat(30) + "z"),
                        Ask.get("/engine-rest/user?memberOfGroup=camunda-admin"),
                        Ask.get("/engine-rest/user?idIn=" + list(500))));
        kinds.put(
                "writes",
                List.of(
                        Ask.json("POST", "/api/v1/tickets", newTicket("x ".repeat(5_000))),
                        Ask.json("POST", ticket + "/comments", "{\"body\":\"" + "y ".repeat(5_000) + "\",\"visibility\":\"PUBLIC\"}"),
                        Ask.json("POST", "/api/v1/tickets/bulk/status", bulk(person.ticket())),
                        Ask.json("PUT", ticket, "{\"description\":\"" + "z ".repeat(5_000) + "\"}"),
                        Ask.json("POST", "/api/v1/tickets", "[".repeat(500_000)),
                        Ask.upload(ticket + "/attachments", 8 << 20)));
        kinds.put(
                "passwords",
                List.of(
                        Ask.json("PUT", "/api/v1/auth/me/password", "{\"currentPassword\":\"wrong\",\"newPassword\":\"" + PASSWORD + "!\"}"),
                        Ask.json("POST", "/api/v1/auth/mfa/disable", "{\"password\":\"wrong\",\"code\":\"000000\"}"),
                        Ask.json("POST", "/api/v1/auth/tokens", "{\"name\":\"one more\",\"scopes\":[\"tickets:read\"]}")));
        kinds.put(
                "slow",
                List.of(
                        Ask.upload(ticket + "/attachments", 1 << 20).in(Manner.TRICKLING),
                        Ask.json("POST", "/engine-rest/task", "{\"processVariables\":" + conditions(5) + "}").in(Manner.TRICKLING),
                        Ask.get("/api/v1/tickets?limit=100").in(Manner.DEAF),
                        Ask.get("/api/v1/notifications/stream").in(Manner.DEAF)));
        return kinds;
    }

    /** What strangers do, by kind. */
    private static Map<String, List<Ask>> asksOfStrangers() {
        var kinds = new LinkedHashMap<String, List<Ask>>();
        kinds.put(
                "bodies",
                List.of(
                        Ask.json("POST", "/api/v1/auth/login", " ".repeat(2_000)).in(Manner.TRICKLING),
                        Ask.json("POST", "/login", " ".repeat(2_000)).in(Manner.TRICKLING)));
        kinds.put(
                "refused",
                List.of(
                        Ask.json("POST", "/api/v1/tickets", " ".repeat(900_000)).in(Manner.TRICKLING),
                        Ask.json("POST", "/engine-rest/task", " ".repeat(900_000)).in(Manner.TRICKLING),
                        Ask.json("POST", "/api/v1/auth/login", " ".repeat(20 << 20)).in(Manner.TRICKLING)));
        kinds.put("deaf", List.of(Ask.get("/v3/api-docs").in(Manner.DEAF), Ask.get("/login").in(Manner.DEAF)));
        kinds.put("pages", List.of(Ask.get("/login"), Ask.get("/"), Ask.get("/camunda/app/tasklist/"), Ask.get("/forgot-password")));
        kinds.put("silent", List.of(new Ask("GET", "/", null, new byte[0], Manner.TRICKLING)));
        return kinds;
    }

    private static String words(int count, int letters) {
        return IntStream.range(0, count)
                .mapToObj(i -> "bdfgklmnprstvz".substring(i % 14, i % 14 + 1) + (letters > 1 ? "aeiou".substring(i % 5, i % 5 + 1) : "")
                        + (letters > 2 ? "bdfgk".substring(i % 5, i % 5 + 1) : ""))
                .collect(Collectors.joining("+"));
    }

    private static String list(int count) {
        return IntStream.range(0, count).mapToObj(i -> "t" + i).collect(Collectors.joining(","));
    }

    private static String conditions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"name\":\"v" + i + "\",\"operator\":\"neq\",\"value\":" + i + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String alternatives(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"nameLike\":\"%a" + i + "%\",\"processVariables\":" + conditions(2) + "}")
                .collect(Collectors.joining(",", "{\"orQueries\":[", "]}"));
    }

    private static String sorting(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"sortBy\":\"processVariable\",\"sortOrder\":\"asc\",\"parameters\":{\"variable\":\"v" + i + "\",\"type\":\"String\"}}")
                .collect(Collectors.joining(",", "{\"sorting\":[", "]}"));
    }

    private static String newTicket(String description) {
        return "{\"title\":\"Please help\",\"description\":\"" + description + "\",\"category\":\"VM\",\"priority\":\"P4\"}";
    }

    private static String bulk(String ticket) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "\"" + (i == 0 ? ticket : "TKT-" + i) + "\"")
                .collect(Collectors.joining(",", "{\"status\":\"CLOSED\",\"resolutionCode\":\"CANCELLED\",\"ticketIds\":[", "]}"));
    }

    /** A requester of the bench, with an account and a ticket. */
    private record Person(String handle, String id, String token, String ticket) {

        private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");
        private static final Pattern HANDLE = Pattern.compile("\"handle\"\\s*:\\s*\"([^\"]+)\"");
        private static final Pattern TOKEN = Pattern.compile("\"accessToken\"\\s*:\\s*\"([^\"]+)\"");
        private static final Pattern NUMBER = Pattern.compile("\"number\"\\s*:\\s*\"([^\"]+)\"");

        static String email(int number) {
            return "guest" + number + "@bench.example";
        }

        static void register(Server server, Path file, int count) throws IOException {
            var lines = new ArrayList<String>();
            for (var i = 0; i < count; i++) {
                server.expect("202", Ask.json("POST", "/api/v1/auth/register", "{\"email\":\"" + email(i) + "\",\"password\":\"" + PASSWORD
                        + "\",\"fullName\":\"Guest " + i + "\"}"), null);
                var token = found(TOKEN, server.expect("200", signIn(i), null));
                var self = server.expect("200", Ask.get("/api/v1/auth/me"), token);
                var number = found(NUMBER, server.expect("201", Ask.json("POST", "/api/v1/tickets", newTicket("It does not work.")), token));
                lines.add(String.join(" ", found(HANDLE, self), found(ID, self), token, number));
            }
            Files.write(file, lines);
        }

        static Ask signIn(int number) {
            return Ask.json("POST", "/api/v1/auth/login", "{\"email\":\"" + email(number) + "\",\"password\":\"" + PASSWORD + "\"}");
        }

        static List<Person> read(Path file) throws IOException {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split(" "))
                    .map(words -> new Person(words[0], words[1], words[2], words[3]))
                    .toList();
        }

        private static String found(Pattern pattern, String text) {
            var match = pattern.matcher(text);
            if (!match.find()) {
                throw new IllegalStateException("No " + pattern + " in " + text);
            }
            return match.group(1);
        }
    }

    /** The application, and all connections that are open to it. */
    private static final class Server {

        private final int port;
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();

        Server(int port) {
            this.port = port;
        }

        Socket connect(String from) throws IOException {
            var socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
            open.add(socket);
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            return socket;
        }

        void close(Socket socket) {
            open.remove(socket);
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // nothing to do about it
            }
        }

        void hangUp() {
            List.copyOf(open).forEach(this::close);
        }

        /** The whole answer, as it came. */
        String answer(String from, Ask ask, String token) throws IOException {
            var socket = connect(from);
            try {
                var message = new ByteArrayOutputStream();
                message.write(ask.head(token));
                message.write(ask.body());
                try {
                    socket.getOutputStream().write(message.toByteArray());
                } catch (IOException refusedBeforeItsEnd) {
                    // The answer may be there all the same.
                }
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } finally {
                close(socket);
            }
        }

        String expect(String status, Ask ask, String token) throws IOException {
            var answer = answer("127.0.0.1", ask, token);
            if (!statusOf(answer).equals(status)) {
                throw new IOException(ask.method() + " " + ask.path() + ": " + answer);
            }
            return answer;
        }

        static String statusOf(String answer) {
            return answer.startsWith("HTTP/1.1 ") ? answer.substring(9, 12) : "closed";
        }
    }

    /** Milliseconds and statuses of one thing that is asked. */
    private static final class Times {

        private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
        private final Counts statuses = new Counts();

        void measure(Server server, String from, Ask ask, String token, long due) {
            String status;
            try {
                status = Server.statusOf(server.answer(from, ask, token));
            } catch (IOException e) {
                status = "none";
            }
            millis.add((System.nanoTime() - due) / 1e6);
            statuses.add(status);
        }

        double quantile(double share) {
            var sorted = millis.stream().sorted().toList();
            return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "p50 %.0f, p99 %.0f, max %.0f ms (%s)",
                    quantile(0.5),
                    quantile(0.99),
                    quantile(1),
                    statuses);
        }
    }

    private static final class Counts {

        private final Map<String, AtomicInteger> counts = new ConcurrentSkipListMap<>();

        void add(String what) {
            counts.computeIfAbsent(what, key -> new AtomicInteger()).incrementAndGet();
        }

        boolean areAll(String what) {
            return counts.keySet().equals(Set.of(what));
        }

        @Override
        public String toString() {
            return counts.entrySet().stream()
                    .map(count -> count.getValue() + " × " + count.getKey())
                    .collect(Collectors.joining(", "));
        }
    }

    /** What the JVM holds when everything that can go is gone. */
    private record Memory(long heap, long sessions, String threads) {

        static Memory of(String pid) throws IOException, InterruptedException {
            var process = new ProcessBuilder("jcmd", pid, "GC.class_histogram").redirectErrorStream(true).start();
            var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            process.waitFor();
            var heap = 0L;
            var sessions = 0L;
            for (var line : lines) {
                var words = line.strip().split("\\s+");
                if (words[0].equals("Total")) {
                    heap = Long.parseLong(words[2]);
                } else if (words.length > 3 && words[3].equals("org.apache.catalina.session.StandardSession")) {
                    sessions = Long.parseLong(words[1]);
                }
            }
            var threads = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("Threads:"))
                    .map(line -> line.substring(8).strip())
                    .findFirst()
                    .orElseThrow();
            return new Memory(heap, sessions, threads);
        }

        @Override
        public String toString() {
            return "heap %d MB, %d sessions, %s threads".formatted(heap >> 20, sessions, threads);
        }
    }

    private static final class Rounds {

        static final List<String> ALL = List.of(
                "alone", "searches", "lists", "engine", "people", "writes", "passwords", "slow", "requesters", "bodies", "refused", "deaf",
                "pages", "silent", "strangers", "everybody");

        private final Server server;
        private final List<Person> normal;
        private final List<Person> hostile;
        private final Map<String, String> processes;
        private final int requesters;
        private final int strangers;
        private final int strangerAddresses;
        private final int seconds;
        private final AtomicInteger signIns = new AtomicInteger();

        private int crew;

        Rounds(Server server, List<Person> people, Map<String, String> processes, int requesters, int strangers, int strangerAddresses, int seconds) {
            this.server = server;
            this.normal = people.subList(0, NORMAL_PEOPLE);
            this.hostile = people.subList(NORMAL_PEOPLE, people.size());
            this.processes = processes;
            this.requesters = requesters;
            this.strangers = strangers;
            this.strangerAddresses = strangerAddresses;
            this.seconds = seconds;
        }

        /** Whether all went well. */
        boolean run(String[] names) throws Exception {
            // The first is for the compiler of the JVM.
            round("alone");
            round("alone");
            var before = memory();
            System.out.println("before: " + before);
            var well = true;
            for (var name : names) {
                well &= round(name);
                System.out.printf("    then at rest after %d s: %s%n", rest(), memory());
            }
            // Threads that have nothing to do end after a minute, with what they keep.
            pause(75_000);
            var after = memory();
            var kept = after.heap() <= before.heap() + HEAP_BAR;
            System.out.println("after: " + after + (kept ? "" : "  FAILED: the heap is not as before"));
            return well && kept;
        }

        private Memory memory() throws Exception {
            return Memory.of(processes.get("java"));
        }

        /** Seconds until ten GETs in turn are quick again, a minute at most. */
        private long rest() {
            var began = System.nanoTime();
            var person = normal.get(0);
            for (var quick = 0; quick < 10 && System.nanoTime() - began < TimeUnit.MINUTES.toNanos(1); ) {
                var one = new Times();
                one.measure(server, "127.0.0.9", Ask.get("/api/v1/tickets/" + person.ticket()), person.token(), System.nanoTime());
                quick = one.quantile(1) < GET_BAR_MILLIS && one.statuses.areAll("200") ? quick + 1 : 0;
                pause(50);
            }
            return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        }

        private boolean round(String name) throws Exception {
            var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            var answers = new Counts();
            var threads = new ArrayList<Thread>();
            if (!name.equals("alone")) {
                requesters(name, end, answers, threads);
                strangers(name, end, answers, threads);
            }
            var cpu = Load.Cpu.now(processes);
            threads.forEach(Thread::start);
            var gets = new Times();
            var signIns = new Times();
            work(gets, signIns);
            server.hangUp();
            for (var thread : threads) {
                thread.join();
            }
            var well = gets.quantile(0.99) <= GET_BAR_MILLIS
                    && gets.statuses.areAll("200")
                    && signIns.quantile(1) <= SIGN_IN_BAR_MILLIS
                    && signIns.statuses.areAll("200");
            System.out.printf(
                    "%-10s GET %s; sign-in %s; they: %s; others on the machine %.0f %%%s%n",
                    name, gets, signIns, answers, shareOfOthers(cpu), well ? "" : "  FAILED");
            return well;
        }

        private double shareOfOthers(Load.Cpu before) throws IOException {
            return Load.Cpu.now(processes).shareOfOthers(before);
        }

        /** Each asks four times a second, more than twice what a minute allows. */
        private void requesters(String name, long end, Counts answers, List<Thread> threads) {
            var first = crew++ % 2 * requesters;
            for (var i = 0; i < requesters; i++) {
                var person = hostile.get(first + i);
                var asks = asks(asksOf(person), name, "requesters");
                var from = "127.0.2." + (1 + i % 250);
                for (var connection = 0; connection < CONNECTIONS_EACH && !asks.isEmpty(); connection++) {
                    threads.add(new Thread(() -> pester(asks, from, person.token(), end, answers)));
                }
            }
        }

        private void strangers(String name, long end, Counts answers, List<Thread> threads) {
            var asks = asks(asksOfStrangers(), name, "strangers");
            for (var i = 0; i < strangers && !asks.isEmpty(); i++) {
                var from = "127.0.1." + (1 + i % strangerAddresses % 250);
                threads.add(new Thread(() -> pester(asks, from, null, end, answers)));
            }
        }

        private static List<Ask> asks(Map<String, List<Ask>> kinds, String name, String all) {
            return name.equals(all) || name.equals("everybody")
                    ? kinds.values().stream().flatMap(List::stream).toList()
                    : kinds.getOrDefault(name, List.of());
        }

        private void pester(List<Ask> asks, String from, String token, long end, Counts answers) {
            while (System.nanoTime() < end) {
                var began = System.nanoTime();
                var ask = asks.get(ThreadLocalRandom.current().nextInt(asks.size()));
                try {
                    answers.add(ask(ask, from, token, end));
                } catch (IOException closed) {
                    answers.add("closed");
                }
                try {
                    Thread.sleep(Math.max(0, 1_000 - (System.nanoTime() - began) / 1_000_000));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private String ask(Ask ask, String from, String token, long end) throws IOException {
            if (ask.manner() == Manner.PROMPT) {
                return Server.statusOf(server.answer(from, ask, token));
            }
            var socket = server.connect(from);
            try {
                return ask.manner() == Manner.DEAF ? deaf(socket, ask.head(token), end) : trickle(socket, ask, token, end);
            } finally {
                server.close(socket);
            }
        }

        private static String deaf(Socket socket, byte[] head, long end) throws IOException {
            socket.setReceiveBufferSize(4_096);
            for (var i = 0; i < 200; i++) {
                socket.getOutputStream().write(head);
            }
            pause(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            return "unread";
        }

        /** A byte each half a second until the round or the connection ends. */
        private static String trickle(Socket socket, Ask ask, String token, long end) throws IOException {
            socket.setSoTimeout(500);
            var out = socket.getOutputStream();
            var in = socket.getInputStream();
            var head = ask.head(token);
            var rest = head;
            if (ask.body().length > 0) {
                out.write(head);
                rest = ask.body();
            }
            var answer = "";
            for (var each : rest) {
                if (System.nanoTime() >= end) {
                    return answer.isEmpty() ? "waited" : answer + " and waited";
                }
                out.write(each);
                var read = read(in);
                if (read == null) {
                    return answer.isEmpty() ? "closed" : answer + " and closed";
                }
                if (answer.isEmpty() && !read.isEmpty()) {
                    answer = Server.statusOf(read);
                }
            }
            return answer;
        }

        /** What came within half a second, null at the end. */
        private static String read(InputStream in) throws IOException {
            var buffer = new byte[8_192];
            try {
                var count = in.read(buffer);
                return count < 0 ? null : new String(Arrays.copyOf(buffer, count), StandardCharsets.ISO_8859_1);
            } catch (SocketTimeoutException nothing) {
                return "";
            }
        }

        private static void pause(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Normal people, at instants that do not wait for slow answers; until all are answered. */
        private void work(Times gets, Times signIns) throws InterruptedException {
            var pool = Executors.newCachedThreadPool();
            var begin = System.nanoTime();
            for (var i = 0; i < seconds * GETS_PER_SECOND; i++) {
                var due = begin + i * 1_000_000_000L / GETS_PER_SECOND;
                pause(Math.max(0, (due - System.nanoTime()) / 1_000_000));
                var person = normal.get(i % normal.size());
                pool.execute(() -> gets.measure(server, "127.0.0.9", Ask.get("/api/v1/tickets/" + person.ticket()), person.token(), due));
                if (i % (SIGN_IN_EVERY_MILLIS * GETS_PER_SECOND / 1_000) == 0) {
                    var number = this.signIns.getAndIncrement();
                    var from = "127.0.0." + (11 + number % SIGN_IN_ADDRESSES);
                    pool.execute(() -> signIns.measure(server, from, Person.signIn(number % NORMAL_PEOPLE), null, due));
                }
            }
            pool.shutdown();
            if (!pool.awaitTermination(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new UncheckedIOException(new IOException("Answers do not end."));
            }
        }
    }
}
