package io.ticketflow.notification.channel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Sockets that end a conversation after a while, however slowly the other side answers. The usual time limit of a socket is for each read: a server that sends a
 * byte every few seconds never exceeds it.
 */
final class PatientSockets extends SocketFactory {

    private final Duration patience;
    private final ThreadLocal<Deadline> ofThisThread = ThreadLocal.withInitial(Deadline::new);

    PatientSockets(Duration patience) {
        this.patience = patience;
    }

    /** Gives the sockets that this thread opens and reads from now on the whole time again. */
    void beginAnew() {
        ofThisThread.get().end = System.nanoTime() + patience.toNanos();
    }

    @Override
    public Socket createSocket() {
        return new PatientSocket(ofThisThread.get());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("only unconnected sockets");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw new IOException("only unconnected sockets");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new IOException("only unconnected sockets");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw new IOException("only unconnected sockets");
    }

    private static final class Deadline {

        private long end;
    }

    private static final class PatientSocket extends Socket {

        private final Deadline deadline;

        PatientSocket(Deadline deadline) {
            this.deadline = deadline;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    check();
                    return super.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    check();
                    return super.read(bytes, offset, length);
                }
            };
        }

        private void check() throws SocketTimeoutException {
            if (System.nanoTime() - deadline.end > 0) {
                throw new SocketTimeoutException("it takes too long");
            }
        }
    }
}
