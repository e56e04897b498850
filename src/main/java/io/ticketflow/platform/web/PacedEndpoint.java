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

/** Accepts a limited number of connections of each client, and makes each a {@link PacedChannel}. */
final class PacedEndpoint extends NioEndpoint {

    /**
     * The limits for clients.
     *
     * @param patience how long the application waits for a client, see {@link Pace}
     * @param connectionsPerAddress does not apply to trusted proxies, which connect for many clients
     */
    record Limits(Duration patience, int connectionsPerAddress, TrustedProxies proxies) {}

    private static final Logger LOG = LoggerFactory.getLogger(PacedEndpoint.class);

    /** How much of an unread answer the operating system may buffer; its default is megabytes. */
    private static final int UNREAD_BYTES = 128 << 10;

    /** How many closed channels are kept for new connections; each has buffers of 16 KiB. */
    private static final int KEPT_CHANNELS = 100;

    private static final long SAID_AGAIN = Duration.ofMinutes(1).toNanos();

    private @Nullable Limits limits;
    private long lastSaid = System.nanoTime() - SAID_AGAIN;

    PacedEndpoint() {
        getSocketProperties().setTxBufSize(UNREAD_BYTES);
        getSocketProperties().setBufferPool(KEPT_CHANNELS);
    }

    /** To be called before the endpoint starts. */
    void limit(Limits to) {
        limits = to;
    }

    private Limits limits() {
        return Objects.requireNonNull(limits);
    }

    /** Called by the only thread that accepts connections. */
    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        if (isOneTooMany(socket.socket().getInetAddress())) {
            destroySocket(socket);
            return false;
        }
        layOutChannel();
        return super.setSocketOptions(socket);
    }

    /** Puts a channel of our kind on top of the used ones: the endpoint takes the topmost, and without one it would create its own kind. */
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
