package io.ticketflow.notification.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A mail server that misbehaves on request. A script answers each line of the client; the answer {@link #NOTHING} leaves the client waiting for ever. */
public final class ScriptedMailServer implements AutoCloseable {

    /** Leaves the client waiting. */
    public static final String NOTHING = "";

    private static final String GREETING = "";

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Function<String, String> script;

    /** Starts the server. When a client connects, the script is called with an empty line. */
    public ScriptedMailServer(Function<String, String> script) throws IOException {
        this.script = script;
        inAThread(this::listen);
    }

    private static void inAThread(Runnable work) {
        var thread = new Thread(work, "scripted-mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Accepts every mail; scripts call it for the lines that they do not treat. */
    public static String politely(String line) {
        return line.equals(GREETING)
                ? "220 ready"
                : line.startsWith("DATA") ? "354 go on" : line.startsWith("QUIT") ? "221 bye" : "250 ok";
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The lines that clients have sent so far. */
    public List<String> lines() {
        return lines;
    }

    public boolean wasCalled() {
        return !clients.isEmpty();
    }

    private void listen() {
        try {
            while (true) {
                var client = socket.accept();
                clients.add(client);
                inAThread(() -> talkTo(client));
            }
        } catch (IOException closed) {
            // The test has closed the server.
        }
    }

    private void talkTo(Socket client) {
        try (client) {
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            answer(client, GREETING);
            var inMail = false;
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
                if (!inMail || line.equals(".")) {
                    inMail = answer(client, line).startsWith("354");
                }
            }
        } catch (IOException closed) {
            // The client has hung up; the next one follows.
        }
    }

    private String answer(Socket client, String line) throws IOException {
        var answer = script.apply(line);
        if (!answer.equals(NOTHING)) {
            client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var client : clients) {
            client.close();
        }
    }
}
