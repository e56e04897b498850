package io.ticketflow.report.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/** An answer that browsers save as a file. It becomes one with its first byte, so that a failure before that is answered as a problem. */
final class FileAnswer extends OutputStream {

    private final HttpServletResponse response;
    private final String name;
    private final String mediaType;
    private boolean begun;

    FileAnswer(HttpServletResponse response, String name, String mediaType) {
        this.response = response;
        this.name = name;
        this.mediaType = mediaType;
    }

    void describe() {
        response.setContentType(mediaType);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private OutputStream begin() throws IOException {
        if (!begun) {
            begun = true;
            describe();
        }
        return response.getOutputStream();
    }

    @Override
    public void write(int single) throws IOException {
        begin().write(single);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        begin().write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        begin().flush();
    }
}
