import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A closed loop over HTTP/1.1, one keep-alive connection a thread: {@code java Load.java --target FILE --ids FILE --ops a,b}. No JDK HttpClient,
 * because the driver shares the machine with what it measures. README.md says what the options and the target file mean.
 */
public final class Load {

    public static void main(String[] args) throws Exception {
        var options = new HashMap<String, String>();
        for (var i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i].substring(2), args[i + 1]);
        }
        var target = Target.read(Path.of(options.get("target")));
        var known = new Known(Path.of(options.get("ids")));
        var connections = Integer.parseInt(options.getOrDefault("connections", "8"));
        var seconds = Double.parseDouble(options.getOrDefault("seconds", "60"));
        var warmup = Double.parseDouble(options.getOrDefault("warmup", "0"));
        var rate = Double.parseDouble(options.getOrDefault("rate", "0"));
        var most = Integer.parseInt(options.getOrDefault("max", "1000000"));
        var label = options.getOrDefault("label", "-");
        var other = Optional.ofNullable(options.get("while")).map(Long::parseLong);
        try {
            for (var name : options.get("ops").split(",")) {
                if (warmup > 0) {
                    new Run(target, known, name, connections, rate, most, other).last(warmup);
                }
                var run = new Run(target, known, name, connections, rate, most, other);
                var before = Cpu.now(options);
                run.last(seconds);
                var row = run.row(label, before, Cpu.now(options));
                System.out.println(row);
                run.complain();
                if (options.containsKey("csv")) {
                    Files.writeString(
                            Path.of(options.get("csv")),
                            row + "\n",
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                }
            }
        } finally {
            known.save();
        }
    }

    /** One operation for some time, and what came of it. */
    private static final class Run {

        private final Target target;
        private final Known known;
        private final String name;
        private final List<Operation> wheel;
        private final int connections;
        private final double rate;
        private final int most;
        private final Optional<Long> other;
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicReference<String> firstError = new AtomicReference<>();
        private final List<Samples> samples = new ArrayList<>();
        private double took;

        Run(Target target, Known known, String name, int connections, double rate, int most, Optional<Long> other) {
            this.target = target;
            this.known = known;
            this.name = name;
            this.wheel = target.wheel(name);
            this.connections = connections;
            this.rate = rate;
            this.most = most;
            this.other = other;
        }

        void last(double seconds) throws InterruptedException {
            var begin = System.nanoTime();
            var end = begin + (long) (seconds * 1e9);
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < connections; i++) {
                var mine = new Samples();
                samples.add(mine);
                var thread = new Thread(() -> loop(begin, end, mine));
                thread.start();
                threads.add(thread);
            }
            for (var thread : threads) {
                thread.join();
            }
            took = (System.nanoTime() - begin) / 1e9;
        }

        private void loop(long begin, long end, Samples mine) {
            try (var connection = new Connection(target)) {
                while (System.nanoTime() < end && isOtherAlive()) {
                    var number = started.getAndIncrement();
                    if (number >= most || !itsTime(begin, end, number)) {
                        return;
                    }
                    run(wheel.get(ThreadLocalRandom.current().nextInt(wheel.size())), connection, mine);
                }
            } catch (Known.UsedUp nothingLeft) {
                firstError.compareAndSet(null, name + ": ran out of tickets to take");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** With {@code --while PID}, the run ends together with that process. */
        private boolean isOtherAlive() {
            return other.flatMap(ProcessHandle::of).map(ProcessHandle::isAlive).orElse(other.isEmpty());
        }

        /** With a rate, the operation of this number has its own instant, however long the others take. */
        private boolean itsTime(long begin, long end, int number) throws InterruptedException {
            if (rate > 0) {
                var at = begin + (long) (number / rate * 1e9);
                if (at >= end) {
                    return false;
                }
                var wait = at - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
            }
            return true;
        }

        private void run(Operation operation, Connection connection, Samples mine) {
            var words = new Words(known);
            var begin = System.nanoTime();
            try {
                for (var request : operation.requests()) {
                    var answer = connection.exchange(request, words);
                    if (answer.status() >= 300) {
                        throw new IOException("HTTP %d %s %s".formatted(answer.status(), request.path(), answer.body()));
                    }
                    if (request.newId() != null) {
                        var id = request.newId().matcher(answer.body());
                        if (id.find()) {
                            known.add(Long.parseLong(id.group(1)));
                        }
                    }
                    if (operation.each()) {
                        mine.add(System.nanoTime() - begin);
                        begin = System.nanoTime();
                    }
                }
                if (!operation.each()) {
                    mine.add(System.nanoTime() - begin);
                }
            } catch (IOException e) {
                connection.close();
                mine.errors++;
                firstError.compareAndSet(null, "%s: %s".formatted(operation.name(), e));
            }
        }

        /** label, operation, connections, n, errors, seconds, per second, p50, p95, p99, max, ms of CPU per operation: Java, PostgreSQL, driver; share of others. */
        String row(String label, Cpu before, Cpu after) {
            var all = samples.stream().flatMapToLong(Samples::stream).sorted().toArray();
            var n = Math.max(1, all.length);
            return String.format(
                    Locale.ROOT,
                    "%s,%s,%d,%d,%d,%.1f,%.1f,%.1f,%.1f,%.1f,%.1f,%.2f,%.2f,%.3f,%.0f",
                    label,
                    name,
                    connections,
                    all.length,
                    samples.stream().mapToInt(each -> each.errors).sum(),
                    took,
                    all.length / took,
                    quantile(all, 0.5),
                    quantile(all, 0.95),
                    quantile(all, 0.99),
                    quantile(all, 1),
                    (after.java() - before.java()) * 1e3 / n,
                    (after.postgres() - before.postgres()) * 1e3 / n,
                    (after.driver() - before.driver()) * 1e3 / n,
                    after.shareOfOthers(before));
        }

        void complain() {
            if (firstError.get() != null) {
                System.out.println("  first error: " + firstError.get());
            }
        }

        private static double quantile(long[] sorted, double share) {
            return sorted.length == 0
                    ? Double.NaN
                    : sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)] / 1e6;
        }
    }

    private static final class Samples {

        private long[] nanos = new long[1024];
        private int size;
        private int errors;

        void add(long each) {
            if (size == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * size);
            }
            nanos[size++] = each;
        }

        LongStream stream() {
            return Arrays.stream(nanos, 0, size);
        }
    }

    /** One sample for all the requests, or with {@code each} one for each of them. */
    private record Operation(String name, boolean each, List<Request> requests) {}

    private record Request(String method, String path, String token, String body, Pattern newId) {

        Request sending(String json) {
            return new Request(method, path, token, json, newId);
        }

        Request learning(String pattern) {
            return new Request(method, path, token, body, Pattern.compile(pattern));
        }
    }

    private record Target(URI base, Map<String, Operation> operations, Map<String, Integer> mix) {

        static Target read(Path file) throws IOException {
            var base = URI.create("http://127.0.0.1:8080");
            var token = "";
            var operations = new LinkedHashMap<String, Operation>();
            var mix = new LinkedHashMap<String, Integer>();
            var requests = new ArrayList<Request>();
            for (var line : Files.readAllLines(file)) {
                var words = line.strip().split("\\s+", 2);
                var rest = words.length > 1 ? fromEnvironment(words[1]) : "";
                var last = requests.size() - 1;
                switch (words[0]) {
                    case "base" -> base = URI.create(rest);
                    case "as" -> token = rest;
                    case "mix" -> Arrays.stream(rest.split("\\s+"))
                            .map(share -> share.split("="))
                            .forEach(share -> mix.put(share[0], Integer.parseInt(share[1])));
                    case "op" -> {
                        var name = rest.split("\\s+");
                        requests = new ArrayList<>();
                        operations.put(name[0], new Operation(name[0], name.length > 1, requests));
                    }
                    case "GET", "POST", "PATCH" -> requests.add(new Request(words[0], rest, token, "", null));
                    case "body" -> requests.set(last, requests.get(last).sending(rest));
                    case "newid" -> requests.set(last, requests.get(last).learning(rest));
                    default -> {
                        if (!words[0].isEmpty() && !words[0].startsWith("#")) {
                            throw new IOException("not understood: " + line);
                        }
                    }
                }
            }
            if (!InetAddress.getByName(base.getHost()).isLoopbackAddress()) {
                throw new IOException("only this machine is put under load, not " + base);
            }
            return new Target(base, operations, mix);
        }

        private static String fromEnvironment(String text) {
            return Pattern.compile("\\$\\{(\\w+)}")
                    .matcher(text)
                    .replaceAll(name -> Matcher.quoteReplacement(System.getenv(name.group(1))));
        }

        /** What a thread picks from at random: the one operation, or all of the mix by their shares. */
        List<Operation> wheel(String name) {
            if (!name.equals("mixed")) {
                return List.of(operations.get(name));
            }
            var wheel = new ArrayList<Operation>();
            mix.forEach((each, share) -> {
                for (var i = 0; i < share; i++) {
                    wheel.add(operations.get(each));
                }
            });
            return wheel;
        }
    }

    /** Numbers of tickets that are there, and how many of them were taken: each is taken once. Kept in a file between runs. */
    private static final class Known {

        static final class UsedUp extends RuntimeException {}

        private final Path file;
        private final Path takenFile;
        private long[] ids;
        private int size;
        private int taken;

        Known(Path file) throws IOException {
            this.file = file;
            this.takenFile = Path.of(file + ".taken");
            this.ids = Files.exists(file)
                    ? Files.readAllLines(file).stream().mapToLong(Long::parseLong).toArray()
                    : new long[0];
            this.size = ids.length;
            if (Files.exists(takenFile)) {
                taken = Integer.parseInt(Files.readString(takenFile).strip());
            }
        }

        synchronized void add(long id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, Math.max(1024, 2 * size));
            }
            ids[size++] = id;
        }

        synchronized long any() {
            return ids[ThreadLocalRandom.current().nextInt(size)];
        }

        synchronized long anyNotTaken() {
            if (taken >= size) {
                throw new UsedUp();
            }
            return ids[ThreadLocalRandom.current().nextInt(taken, size)];
        }

        synchronized long take() {
            if (taken >= size) {
                throw new UsedUp();
            }
            return ids[taken++];
        }

        void save() throws IOException {
            Files.write(
                    file,
                    Arrays.stream(ids, 0, size).mapToObj(Long::toString).toList());
            Files.writeString(takenFile, Integer.toString(taken));
        }
    }

    /** What stands for the placeholders of one operation; {@code {id}}, {@code {open}} and {@code {take}} are the same ticket in all its requests. */
    private static final class Words {

        private static final Pattern PLACEHOLDER = Pattern.compile("\\{(id|open|take|word|words:\\d+|any:[^}]*)}");
        private static final String[] VOCABULARY = vocabulary();
        private static final double[] FREQUENCIES = frequencies();

        private final Known known;
        private final Map<String, String> chosen = new HashMap<>();

        Words(Known known) {
            this.known = known;
        }

        String fill(String text) {
            return text.indexOf('{') < 0
                    ? text
                    : PLACEHOLDER.matcher(text).replaceAll(found -> word(found.group(1)));
        }

        private String word(String name) {
            var argument = name.substring(name.indexOf(':') + 1);
            return switch (name.replaceAll(":.*", "")) {
                case "id" -> chosen.computeIfAbsent(name, ticket -> Long.toString(known.any()));
                case "open" -> chosen.computeIfAbsent(name, ticket -> Long.toString(known.anyNotTaken()));
                case "take" -> chosen.computeIfAbsent(name, ticket -> Long.toString(known.take()));
                case "words" -> words(Integer.parseInt(argument));
                case "any" -> oneOf(argument.split("\\|"));
                // One that stands in 2 to 6 of 100 texts.
                default -> VOCABULARY[100 + ThreadLocalRandom.current().nextInt(200)];
            };
        }

        private static String oneOf(String[] choices) {
            return choices[ThreadLocalRandom.current().nextInt(choices.length)];
        }

        private static String words(int count) {
            var text = new StringBuilder(8 * count);
            for (var i = 0; i < count; i++) {
                var place = Arrays.binarySearch(FREQUENCIES, ThreadLocalRandom.current().nextDouble());
                text.append(i > 0 ? " " : "").append(VOCABULARY[Math.min(place < 0 ? -place - 1 : place, VOCABULARY.length - 1)]);
            }
            return text.toString();
        }

        private static String[] vocabulary() {
            var random = new Random(42);
            var words = new LinkedHashSet<String>();
            while (words.size() < 2_000) {
                var word = new StringBuilder();
                for (var i = 0; i < 3; i++) {
                    word.append("bdfgklmnprstvz".charAt(random.nextInt(14))).append("aeiou".charAt(random.nextInt(5)));
                }
                words.add(word + "x");
            }
            return words.toArray(String[]::new);
        }

        /** As in real texts, few words are most of them (Zipf). */
        private static double[] frequencies() {
            var sums = new double[2_000];
            for (var i = 0; i < sums.length; i++) {
                sums[i] = (i == 0 ? 0 : sums[i - 1]) + 1.0 / (i + 1);
            }
            return Arrays.stream(sums).map(sum -> sum / sums[sums.length - 1]).toArray();
        }
    }

    private record Answer(int status, String body) {}

    private static final class Connection implements AutoCloseable {

        private final Target target;
        private final byte[] buffer = new byte[32_768];
        private int position;
        private int limit;
        private Socket socket;
        private InputStream in;
        private OutputStream out;

        Connection(Target target) {
            this.target = target;
        }

        Answer exchange(Request request, Words words) throws IOException {
            var message = message(request, words);
            var fresh = socket == null;
            try {
                return exchange(message);
            } catch (EOFException | SocketException closedByTheServer) {
                close();
                // The server may end an idle connection at any moment; only what is read may be asked twice.
                if (fresh || !request.method().equals("GET")) {
                    throw closedByTheServer;
                }
                return exchange(message);
            }
        }

        private byte[] message(Request request, Words words) {
            var body = words.fill(request.body()).getBytes(StandardCharsets.UTF_8);
            var head =
                    "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAccept: application/json\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                    .formatted(
                            request.method(),
                            words.fill(request.path()),
                            target.base().getAuthority(),
                            request.token(),
                            body.length)
                    .getBytes(StandardCharsets.ISO_8859_1);
            var message = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, message, head.length, body.length);
            return message;
        }

        private Answer exchange(byte[] message) throws IOException {
            open();
            out.write(message);
            var status = Integer.parseInt(line().substring(9, 12));
            var length = 0;
            var chunked = false;
            var last = false;
            for (var line = line(); !line.isEmpty(); line = line()) {
                var header = line.toLowerCase(Locale.ROOT);
                if (header.startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
                chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
                last |= header.startsWith("connection:") && header.contains("close");
            }
            var body = new ByteArrayOutputStream(8_192);
            if (chunked) {
                for (var size = chunkSize(); size > 0; size = chunkSize()) {
                    copy(size, body);
                    line();
                }
                line();
            } else {
                copy(length, body);
            }
            if (last) {
                close();
            }
            return new Answer(status, body.toString(StandardCharsets.UTF_8));
        }

        private int chunkSize() throws IOException {
            return Integer.parseInt(line().split(";")[0].strip(), 16);
        }

        private void open() throws IOException {
            if (socket == null) {
                socket = new Socket(target.base().getHost(), target.base().getPort());
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(120_000);
                in = socket.getInputStream();
                out = socket.getOutputStream();
                position = limit = 0;
            }
        }

        private void fill() throws IOException {
            if (position == limit) {
                limit = Math.max(0, in.read(buffer));
                position = 0;
                if (limit == 0) {
                    throw new EOFException("the server closed the connection");
                }
            }
        }

        private String line() throws IOException {
            var line = new StringBuilder(64);
            for (; ; ) {
                fill();
                var character = (char) buffer[position++];
                if (character == '\n') {
                    return line.toString();
                }
                if (character != '\r') {
                    line.append(character);
                }
            }
        }

        private void copy(int length, ByteArrayOutputStream body) throws IOException {
            for (var left = length; left > 0; ) {
                fill();
                var part = Math.min(left, limit - position);
                body.write(buffer, position, part);
                position += part;
                left -= part;
            }
        }

        @Override
        public void close() {
            try {
                if (socket != null) {
                    socket.close();
                }
            } catch (IOException alreadyGone) {
                // nothing to do about it
            }
            socket = null;
        }
    }

    /** Seconds of CPU so far: of the application, of its database, of this driver, of the whole machine, and what the machine had to give. */
    record Cpu(double java, double postgres, double driver, double busy, double all) {

        private static final double TICKS = 100;

        /** {@code --java} and {@code --postgres} name the processes; the database's own children count with it. */
        static Cpu now(Map<String, String> options) throws IOException {
            var machine = Files.readAllLines(Path.of("/proc/stat")).get(0).split("\\s+");
            var all = 0.0;
            for (var i = 1; i <= 8; i++) {
                all += Long.parseLong(machine[i]) / TICKS;
            }
            var idle = (Long.parseLong(machine[4]) + Long.parseLong(machine[5])) / TICKS;
            return new Cpu(
                    of(options.get("java")),
                    of(options.get("postgres")),
                    of(Long.toString(ProcessHandle.current().pid())),
                    all - idle,
                    all);
        }

        private static double of(String pid) {
            if (pid == null) {
                return 0;
            }
            var seconds = 0.0;
            var root = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            for (var process : Stream.concat(Stream.of(root), root.descendants()).toList()) {
                try {
                    var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
                    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                    // Own ones, and those of children that have ended: connections do not live for ever.
                    for (var field = 11; field <= 14; field++) {
                        seconds += Long.parseLong(fields[field]) / TICKS;
                    }
                } catch (IOException ended) {
                    // Counted with its parent from now on.
                }
            }
            return seconds;
        }

        /** In percent of the machine. */
        double shareOfOthers(Cpu before) {
            var ours = java - before.java + postgres - before.postgres + driver - before.driver;
            return Math.max(0, 100 * (busy - before.busy - ours) / Math.max(0.01, all - before.all));
        }
    }
}
