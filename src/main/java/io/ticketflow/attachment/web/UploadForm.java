package io.ticketflow.attachment.web;

import io.swagger.v3.oas.annotations.media.Schema;
import io.ticketflow.attachment.FileContents;
import io.ticketflow.attachment.ReceivedFile;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.TooLargeException;
import io.ticketflow.platform.UnreadableException;
import io.ticketflow.ticket.Visibility;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase.SizeLimitExceededException;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.InvalidFileNameException;
import org.apache.commons.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

/**
 * The multipart form of an upload. It is read once, part by part, in whatever order the parts come, and the file is stored while it arrives. The container
 * would write the form to a temporary file first.
 */
final class UploadForm {

    /** The largest file, and room for the rest of the form. */
    private static final int MAX_SIZE = FileContents.MAX_SIZE + (1 << 20);

    /** A percent-encoded or escaped name takes up to a dozen bytes for each character. */
    private static final int MAX_PART_HEADER = 8 << 10;

    private static final int LONGEST_WORD = 64;

    /** Describes the form in the OpenAPI document. */
    record Fields(
            @Schema(type = "string", format = "binary") String file, Visibility visibility) {}

    private final FileContents contents;
    private @Nullable ReceivedFile file;
    private @Nullable Visibility visibility;

    private UploadForm(FileContents contents) {
        this.contents = contents;
    }

    /** Reads a form and checks that it is complete. If it is not, its file is deleted. */
    static UploadForm read(HttpServletRequest request, FileContents contents) {
        var form = new UploadForm(contents);
        try {
            form.readParts(request);
            form.checkComplete();
            return form;
        } catch (RuntimeException refused) {
            form.discard();
            throw refused;
        }
    }

    ReceivedFile file() {
        return Objects.requireNonNull(file);
    }

    Visibility visibility() {
        return Objects.requireNonNull(visibility);
    }

    /** The content of the form as one text, by which a repeated request is recognised. */
    String words() {
        return visibility() + " " + file().sha256() + " " + file().name();
    }

    void discard() {
        if (file != null) {
            contents.discard(file);
        }
    }

    private void readParts(HttpServletRequest request) {
        var upload = new FileUpload();
        upload.setSizeMax(MAX_SIZE);
        upload.setPartHeaderSizeMax(MAX_PART_HEADER);
        upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
        try {
            var parts = upload.getItemIterator(new Body(request));
            while (parts.hasNext()) {
                read(parts.next());
            }
        } catch (FileUploadException | IOException broken) {
            if (broken instanceof SizeLimitExceededException
                    || broken.getCause() instanceof SizeLimitExceededException) {
                throw new TooLargeException("FILE_TOO_LARGE", "The form is larger than the largest allowed file.");
            }
            throw new UnreadableException("The body is no readable multipart form.");
        }
    }

    private void read(FileItemStream part) throws IOException {
        var name = String.valueOf(part.getFieldName());
        switch (name) {
            case "file" -> readFile(part);
            case "visibility" -> readVisibility(part);
            default -> throw UnreadableException.unknownField(name);
        }
    }

    private void readFile(FileItemStream part) throws IOException {
        if (file != null) {
            throw InvalidException.field("file", "must be given once");
        }
        if (part.isFormField()) {
            throw InvalidException.field("file", "must be a file, with a name");
        }
        try (var content = part.openStream()) {
            file = contents.receive(nameOf(part), content);
        }
    }

    private static String nameOf(FileItemStream part) {
        return nameAsWritten(part).replace("\\\"", "\"");
    }

    /** The name with escaped quotation marks. */
    private static String nameAsWritten(FileItemStream part) {
        try {
            return part.getName();
        } catch (InvalidFileNameException withNul) {
            return withNul.getName();
        }
    }

    private void readVisibility(FileItemStream part) throws IOException {
        if (visibility != null) {
            throw InvalidException.field("visibility", "must be given once");
        }
        try (var content = part.openStream()) {
            var word = new String(content.readNBytes(LONGEST_WORD), StandardCharsets.UTF_8).strip();
            visibility = Arrays.stream(Visibility.values())
                    .filter(value -> value.name().equals(word))
                    .findFirst()
                    .orElseThrow(() -> InvalidException.field("visibility", "must be PUBLIC or INTERNAL"));
        }
    }

    private void checkComplete() {
        if (file == null) {
            throw InvalidException.field("file", "is missing");
        }
        if (visibility == null) {
            throw InvalidException.field("visibility", "is missing");
        }
    }

    private record Body(HttpServletRequest request) implements UploadContext {

        @Override
        public @Nullable String getCharacterEncoding() {
            return request.getCharacterEncoding();
        }

        @Override
        public String getContentType() {
            return request.getContentType();
        }

        @Override
        public long contentLength() {
            return request.getContentLengthLong();
        }

        @Override
        @Deprecated
        public int getContentLength() {
            return request.getContentLength();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return request.getInputStream();
        }
    }
}
