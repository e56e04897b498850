package io.ticketflow.platform.web;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * A connection whose client has to keep up a {@link Pace}. Tomcat's own timeouts begin anew with every byte. This class counts all bytes of a request and its
 * answer, whichever part of Tomcat or the application transfers them: headers, chunks, forms, and the rest of a refused body.
 */
final class PacedChannel extends NioChannel {

    private final Pace incoming;
    private final Pace outgoing;

    PacedChannel(SocketBufferHandler buffers, Duration patience) {
        super(buffers);
        this.incoming = new Pace(patience, System::nanoTime);
        this.outgoing = new Pace(patience, System::nanoTime);
    }

    @Override
    public void reset(SocketChannel socket, NioSocketWrapper wrapper) throws IOException {
        incoming.begin();
        outgoing.begin();
        super.reset(socket, wrapper);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        var count = super.read(target);
        if (count > 0) {
            outgoing.begin();
        }
        if (count > 0 || target.hasRemaining()) {
            incoming.moved(count);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        var count = super.write(source);
        if (count > 0) {
            incoming.begin();
        }
        // A flush in Tomcat also writes empty buffers, which says nothing about the client.
        if (count > 0 || source.hasRemaining()) {
            outgoing.moved(count);
        }
        return count;
    }

    /** Discards unread bytes of the answer; otherwise the operating system would keep them for minutes. */
    @Override
    public void close() throws IOException {
        if (outgoing.isBehind() && sc.isOpen()) {
            sc.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        super.close();
    }
}
