import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Providers that accept every message at once: {@code java Providers SMTP-PORT HTTP-PORT}. A mail server, and an HTTP server that answers like Twilio below
 * {@code /2010-04-01} and like Slack otherwise.
 */
public final class Providers {

    private static final AtomicLong SMS = new AtomicLong();

    public static void main(String[] args) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        var http = HttpServer.create(new InetSocketAddress(loopback, Integer.parseInt(args[1])), 0);
        http.setExecutor(Executors.newCachedThreadPool());
        http.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            var twilio = exchange.getRequestURI().getPath().startsWith("/2010-04-01");
            var answer = (twilio
                            ? "{\"sid\": \"SM%032d\", \"status\": \"queued\", \"num_segments\": \"1\"}".formatted(SMS.incrementAndGet())
                            : "ok")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", twilio ? "application/json" : "text/plain");
            exchange.sendResponseHeaders(twilio ? 201 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        http.start();
        var connections = Executors.newCachedThreadPool();
        try (var server = new ServerSocket(Integer.parseInt(args[0]), 50, loopback)) {
            while (true) {
                var client = server.accept();
                connections.execute(() -> receive(client));
            }
        }
    }

    /** Understands as much of SMTP as a client needs that sends mails. */
    private static void receive(Socket client) {
        try (client;
                var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
            client.setTcpNoDelay(true);
            say(client, "220 sink");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                switch (line.length() < 4 ? line : line.substring(0, 4).toUpperCase()) {
                    case "DATA" -> {
                        say(client, "354 go on");
                        for (var text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                            // a line of the mail
                        }
                        say(client, "250 accepted");
                    }
                    case "QUIT" -> {
                        say(client, "221 bye");
                        return;
                    }
                    default -> say(client, "250 ok");
                }
            }
        } catch (IOException over) {
            // The client has closed the connection.
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
