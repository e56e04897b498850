package io.ticketflow.report.subscription;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Keeps a file in memory as long as it is small enough for a mail. A file that takes too long would hold up the other mails, so it counts as too large. */
final class FileForMail extends OutputStream {

    static final int MOST = 10 * 1024 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(45);

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final long begun = System.nanoTime();

    @Override
    public void write(int single) throws IOException {
        makeRoom(1);
        content.write(single);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        makeRoom(length);
        content.write(bytes, offset, length);
    }

    private void makeRoom(int length) throws IOException {
        if (content.size() + length > MOST || System.nanoTime() - begun > LONGEST.toNanos()) {
            throw new IOException("The file is too large for a mail");
        }
    }

    ByteArrayOutputStream content() {
        return content;
    }
}
