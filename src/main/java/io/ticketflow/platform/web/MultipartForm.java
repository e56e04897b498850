package io.ticketflow.platform.web;

import io.ticketflow.platform.TooLargeException;
import io.ticketflow.platform.UnreadableException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase.SizeLimitExceededException;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.InvalidFileNameException;
import org.apache.commons.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

/** Reads a multipart form once, part by part, while it arrives. The container would write the form to a temporary file first. */
public final class MultipartForm {

    /** A percent-encoded or escaped name takes up to a dozen bytes for each character. */
    private static final int MAX_PART_HEADER = 8 << 10;

    /** Takes one part; what it leaves unread is skipped. */
    @FunctionalInterface
    public interface Reader {
        void read(Part part) throws IOException;
    }

    /** A field or a file of the form. Its content can be opened once, and only until the next part is read. */
    public static final class Part {

        private final FileItemStream item;

        private Part(FileItemStream item) {
            this.item = item;
        }

        public String name() {
            return String.valueOf(item.getFieldName());
        }

        public boolean isFile() {
            return !item.isFormField();
        }

        /** The name of the file, as the sender calls it. */
        public String fileName() {
            return nameAsWritten().replace("\\\"", "\"");
        }

        /** The name with escaped quotation marks. */
        private String nameAsWritten() {
            try {
                return item.getName();
            } catch (InvalidFileNameException withNul) {
                return withNul.getName();
            }
        }

        public InputStream open() throws IOException {
            return item.openStream();
        }

        /** The content as a text of at most this many bytes; the rest is left out. */
        public String text(int mostBytes) throws IOException {
            try (var content = open()) {
                return new String(content.readNBytes(mostBytes), StandardCharsets.UTF_8);
            }
        }
    }

    private MultipartForm() {}

    /**
     * Reads all parts of a request's body.
     *
     * @param maxSize of the whole form, in bytes
     * @throws TooLargeException FILE_TOO_LARGE for a larger form
     * @throws UnreadableException when the body is no multipart form
     */
    public static void read(HttpServletRequest request, long maxSize, Reader reader) {
        var upload = new FileUpload();
        upload.setSizeMax(maxSize);
        upload.setPartHeaderSizeMax(MAX_PART_HEADER);
        upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
        try {
            var parts = upload.getItemIterator(new Body(request));
            while (parts.hasNext()) {
                reader.read(new Part(parts.next()));
            }
        } catch (FileUploadException | IOException broken) {
            if (broken instanceof SizeLimitExceededException
                    || broken.getCause() instanceof SizeLimitExceededException) {
                throw new TooLargeException("FILE_TOO_LARGE", "The form is larger than the largest allowed file.");
            }
            throw new UnreadableException("The body is no readable multipart form.");
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
