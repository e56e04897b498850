package io.ticketflow.platform.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Closes the connection on which a refused body still arrives. The client has its answer by then, and gets some seconds to stop or to finish sending: a client
 * whose connection is cut while it sends would lose the answer.
 */
final class RefusedBody extends ValveBase {

    /** At most so many clients get this time at once; the connections of all others are closed immediately. */
    private static final int AT_ONCE = 50;

    private static final Duration LOOKED_AGAIN = Duration.ofMillis(20);

    private final Duration patience;
    private final Semaphore waiting = new Semaphore(AT_ONCE);

    RefusedBody(Duration patience) {
        super(true);
        this.patience = patience;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        var arriving = request.getCoyoteRequest();
        // A client that asked with Expect whether to send the body has got the answer instead, and sends none.
        if (!request.isAsync() && !isRead(arriving) && !arriving.hasExpectation()) {
            response.finishResponse();
            if (!endsInTime(arriving)) {
                arriving.action(ActionCode.CLOSE_NOW, null);
            }
        }
    }

    private boolean endsInTime(org.apache.coyote.Request arriving) {
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            var end = System.nanoTime() + patience.toNanos();
            while (!isRead(arriving)) {
                if (System.nanoTime() >= end) {
                    return false;
                }
                // Checks without blocking, because Tomcat would wait much longer for a client that sends nothing.
                arriving.action(ActionCode.AVAILABLE, true);
                if (arriving.getAvailable() == 0) {
                    Thread.sleep(LOOKED_AGAIN.toMillis());
                } else if (arriving.doRead(new Discarded()) < 0) {
                    return true;
                }
            }
            return true;
        } catch (IOException hungUp) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.release();
        }
    }

    private static boolean isRead(org.apache.coyote.Request request) {
        var read = new AtomicBoolean();
        request.action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }

    /** Accepts the bytes as Tomcat requires and drops them. */
    private static final class Discarded implements ApplicationBufferHandler {

        private ByteBuffer bytes = EMPTY_BUFFER;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {
            // never needed: Tomcat passes a buffer that is large enough
        }
    }
}
