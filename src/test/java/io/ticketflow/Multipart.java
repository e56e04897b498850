package io.ticketflow;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A multipart form as a browser sends it. */
public final class Multipart {

    private static final String BOUNDARY = "----part-0123456789";

    private final List<BodyPublisher> parts = new ArrayList<>();

    public static Multipart form() {
        return new Multipart();
    }

    /** A form with a text file and a visibility. */
    public static Multipart file(String name, String content, String visibility) {
        return form().file(name, "text/plain", content.getBytes(StandardCharsets.UTF_8))
                .field("visibility", visibility);
    }

    public Multipart field(String name, String value) {
        return text(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(BOUNDARY, name, value));
    }

    public Multipart file(String fileName, String contentType, byte[] content) {
        return file("filename=\"%s\"".formatted(fileName), contentType, BodyPublishers.ofByteArray(content));
    }

    /** A file whose length the client does not declare. */
    public Multipart file(String fileName, Supplier<InputStream> content) {
        return file(
                "filename=\"%s\"".formatted(fileName),
                "application/octet-stream",
                BodyPublishers.ofInputStream(content));
    }

    /** A file whose name parameter is written into the part's header as it is given. */
    public Multipart fileCalled(String parameter, byte[] content) {
        return file(parameter, "text/plain", BodyPublishers.ofByteArray(content));
    }

    private Multipart file(String fileName, String contentType, BodyPublisher content) {
        text("--%s\r\nContent-Disposition: form-data; name=\"file\"; %s\r\nContent-Type: %s\r\n\r\n"
                .formatted(BOUNDARY, fileName, contentType));
        parts.add(content);
        return text("\r\n");
    }

    private Multipart text(String text) {
        parts.add(BodyPublishers.ofString(text));
        return this;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    BodyPublisher body() {
        var all = new ArrayList<>(parts);
        all.add(BodyPublishers.ofString("--%s--\r\n".formatted(BOUNDARY)));
        return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
    }
}
