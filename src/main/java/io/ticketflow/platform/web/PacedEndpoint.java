package io.ticketflow.platform.web;

import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections: so many of one client, and each of them as a {@link PacedChannel}. */
final class PacedEndpoint extends NioEndpoint {

    /**
     * What clients are held to.
     *
     * @param patience how long one of them is waited for, see {@link Pace}
     * @param connectionsPerAddress except of proxies, who come for many
     */
    record Limits(Duration patience, int connectionsPerAddress, TrustedProxies proxies) {}

    private static final Logger LOG = LoggerFactory.getLogger(PacedEndpoint.class);

    /** What the operating system may hold of one answer that is not read; by itself it takes megabytes. */
    private static final int UNREAD_BYTES = 128 << 10;

    /** For those who come next, each with its buffers of 16 KiB. */
    private static final int KEPT_CHANNELS = 100;

    private static final long SAID_AGAIN = Duration.ofMinutes(1).toNanos();

    private @Nullable Limits limits;
    private long lastSaid = System.nanoTime() - SAID_AGAIN;

    PacedEndpoint() {
        getSocketProperties().setTxBufSize(UNREAD_BYTES);
        getSocketProperties().setBufferPool(KEPT_CHANNELS);
    }

    /** Before it is started. */
    void limit(Limits to) {
        limits = to;
    }

    private Limits limits() {
        return Objects.requireNonNull(limits);
    }

    /** By the one thread that accepts connections. */
    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        if (isOneTooMany(socket.socket().getInetAddress())) {
            destroySocket(socket);
            return false;
        }
        layOutChannel();
        return super.setSocketOptions(socket);
    }

    /** Of those that were used before the endpoint takes the topmost, and without one it would make its own kind. */
    private void layOutChannel() {
        var channels = getNioChannels();
        var used = channels.pop();
        channels.push(
                used == null
                        ? new PacedChannel(
                                new SocketBufferHandler(
                                        getSocketProperties().getAppReadBufSize(),
                                        getSocketProperties().getAppWriteBufSize(),
                                        getSocketProperties().getDirectBuffer()),
                                limits().patience())
                        : used);
    }

    private boolean isOneTooMany(@Nullable InetAddress address) {
        if (address == null || connections.size() < limits().connectionsPerAddress()) {
            return false;
        }
        var client = networkOf(address);
        if (limits().proxies().trusts(address.getHostAddress())
                || connections.keySet().stream()
                                .map(other -> other.socket().getInetAddress())
                                .filter(other ->
                                        other != null && networkOf(other).equals(client))
                                .count()
                        < limits().connectionsPerAddress()) {
            return false;
        }
        if (System.nanoTime() - lastSaid >= SAID_AGAIN) {
            lastSaid = System.nanoTime();
            LOG.warn(
                    "{} has {} connections, more are refused. A proxy belongs in TRUSTED_PROXIES",
                    client,
                    limits().connectionsPerAddress());
        }
        return true;
    }

    private static String networkOf(InetAddress address) {
        return ClientNetwork.of(address.getHostAddress());
    }
}
