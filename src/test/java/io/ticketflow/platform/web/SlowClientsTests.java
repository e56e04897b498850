package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ticketflow.Together;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

/** Tests the container alone, with less patience than in production. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class SlowClientsTests {

    private static final int PATIENCE_SECONDS = 1;
    private static final int CONNECTIONS = 10;

    /** Far longer than the patience, and far shorter than a client could occupy a thread otherwise. */
    private static final Duration SOON = Duration.ofSeconds(8);

    private static final int MEBIBYTE = 1 << 20;

    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Exception> failure = new CompletableFuture<>();
    private WebServer server;

    @BeforeEach
    void start() {
        var factory = new TomcatServletWebServerFactory(0);
        new SlowClients(TestSettings.withPatience(PATIENCE_SECONDS, CONNECTIONS)).customize(factory);
        server = factory.getWebServer(
                context -> context.addServlet("routes", new Routes()).addMapping("/*"));
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (var client : clients) {
            client.close();
        }
        server.stop();
    }

    private final class Routes extends HttpServlet {

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                switch (request.getPathInfo()) {
                    case "/read" ->
                        response.getOutputStream()
                                .print(request.getInputStream().readAllBytes().length + " bytes");
                    case "/form" -> response.getOutputStream().print("x is " + request.getParameter("x"));
                    default -> response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
                }
            } catch (IOException e) {
                failure.complete(e);
                throw e;
            }
        }

        /** Answers with a page in pieces, or with more bytes than the operating system buffers for a client. */
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getPathInfo().equals("/page")) {
                response.setContentLength(18);
                for (var i = 0; i < 3; i++) {
                    response.getOutputStream().print("piece ");
                    response.flushBuffer();
                }
                return;
            }
            try {
                for (var i = 0; i < 32; i++) {
                    response.getOutputStream().write(new byte[MEBIBYTE]);
                }
            } catch (IOException e) {
                failure.complete(e);
                throw e;
            }
        }
    }

    private Socket connect() throws IOException {
        return connectFrom(1);
    }

    /** Connects from one of the addresses of this machine, 127.0.0.x. */
    private Socket connectFrom(int x) throws IOException {
        var client = new Socket();
        clients.add(client);
        client.setReceiveBufferSize(4096);
        client.setSoTimeout((int) SOON.toMillis());
        client.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) x}), 0));
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
        return client;
    }

    private Socket send(String request) throws IOException {
        var client = connect();
        write(client.getOutputStream(), request);
        return client;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String post(String path, String header) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n";
    }

    /** How long the server keeps the connection of a client that sends a byte now and then. */
    private static Duration timeUntilCutOff(Socket client) throws IOException {
        var began = System.nanoTime();
        client.setSoTimeout(100);
        var in = client.getInputStream();
        while (System.nanoTime() - began < SOON.toNanos()) {
            try {
                client.getOutputStream().write('a');
                if (in.read() < 0) {
                    break;
                }
            } catch (SocketTimeoutException stillOpen) {
                // sends the next byte
            } catch (IOException reset) {
                break;
            }
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static String answer(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    /** Reads the head and the body of declared length of one answer; the connection may go on afterwards. */
    private static String nextAnswer(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            assertThat(next).as(head.toString()).isNotNegative();
            head.append((char) next);
        }
        var length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
        return head + new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.US_ASCII);
    }

    @Test
    void what_trickles_in_is_cut_off_whatever_part_of_a_request_it_is() throws Exception {
        var host = "HTTP/1.1\r\nHost: localhost\r\n";
        var chunked = "POST /read " + host + "Transfer-Encoding: chunked\r\n\r\n";
        var beginnings = List.of(
                "POST /re",
                "POST /read " + host + "X: ",
                "POST /read " + host + "Content-Length: 1000\r\n\r\n",
                chunked + "400\r\n",
                chunked + "4;",
                chunked + "0\r\nX: ",
                "POST /form " + host
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nx=");

        var times = Together.run(beginnings.stream()
                .<Callable<Duration>>map(beginning -> () -> timeUntilCutOff(send(beginning)))
                .toList());

        assertThat(times).allSatisfy(time -> assertThat(time).isLessThan(SOON));
    }

    @Test
    void what_comes_slowly_but_steadily_is_taken() throws Exception {
        var client = send(post("/read", "Connection: close\r\nContent-Length: 80000"));
        for (var i = 0; i < 8; i++) {
            Thread.sleep(PATIENCE_SECONDS * 1000 / 4);
            write(client.getOutputStream(), "x".repeat(10_000));
        }

        assertThat(answer(client.getInputStream())).startsWith("HTTP/1.1 200").endsWith("80000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000", "Content-Length: 100", "Transfer-Encoding: chunked\r\n\r\n400"})
    void where_a_body_was_refused_the_connection_is_closed(String body) throws Exception {
        var client = send(post("/refuse", body));
        var answer = client.getInputStream().readNBytes(12);

        assertThat(answer).asString(StandardCharsets.US_ASCII).isEqualTo("HTTP/1.1 401");
        assertThat(timeUntilCutOff(client)).isLessThan(SOON);
    }

    @Test
    void one_that_waits_to_be_asked_for_its_body_is_told_no_at_once() throws Exception {
        var client = send(post("/refuse", "Content-Length: 1000000\r\nExpect: 100-continue"));

        assertThat(answer(client.getInputStream()))
                .startsWith("HTTP/1.1 401")
                .contains("Connection: close")
                .doesNotContain("100");
    }

    @Test
    void who_sends_all_that_was_refused_has_an_answer() throws Exception {
        var client = send(post("/refuse", "Content-Length: " + 8 * MEBIBYTE));
        client.getOutputStream().write(new byte[8 * MEBIBYTE]);

        assertThat(answer(client.getInputStream())).startsWith("HTTP/1.1 401").contains("Connection: close");
    }

    @Test
    void a_small_body_that_was_refused_costs_no_connection() throws Exception {
        var client = connect();
        for (var i = 0; i < 2; i++) {
            write(client.getOutputStream(), post("/refuse", "Content-Length: 4") + "body");
            assertThat(nextAnswer(client.getInputStream()))
                    .startsWith("HTTP/1.1 401")
                    .doesNotContain("Connection: close");
        }
    }

    @Test
    void who_reads_gets_all_of_an_answer_before_the_connection_is_closed() throws Exception {
        for (var i = 0; i < 20; i++) {
            var client = send("GET /page HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(answer(client.getInputStream())).endsWith("piece piece piece ");
            client.close();
        }
    }

    @Test
    void an_answer_that_nobody_reads_ends() throws Exception {
        send("GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(failure.get(SOON.toMillis(), TimeUnit.MILLISECONDS)).isInstanceOf(IOException.class);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Others have one loopback address")
    void an_address_has_so_many_connections_and_others_theirs() throws Exception {
        for (var i = 0; i < CONNECTIONS; i++) {
            write(connect().getOutputStream(), "POST");
        }

        assertThat(isRefused(connect())).isTrue();
        assertThat(isRefused(connectFrom(2))).isFalse();

        clients.get(0).close();
        await().atMost(SOON).until(() -> !isRefused(connect()));
    }

    private static boolean isRefused(Socket client) throws IOException {
        try {
            write(client.getOutputStream(), post("/refuse", "Connection: close\r\nContent-Length: 0"));
            return client.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }
}
