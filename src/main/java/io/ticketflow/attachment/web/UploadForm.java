package io.ticketflow.attachment.web;

import io.swagger.v3.oas.annotations.media.Schema;
import io.ticketflow.attachment.FileContents;
import io.ticketflow.attachment.ReceivedFile;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.UnreadableException;
import io.ticketflow.platform.web.MultipartForm;
import io.ticketflow.platform.web.MultipartForm.Part;
import io.ticketflow.ticket.Visibility;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The multipart form of an upload, whose parts come in any order. The file is stored while it arrives. */
final class UploadForm {

    /** The largest file, and room for the rest of the form. */
    private static final int MAX_SIZE = FileContents.MAX_SIZE + (1 << 20);

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
            MultipartForm.read(request, MAX_SIZE, form::read);
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

    private void read(Part part) throws IOException {
        var name = part.name();
        switch (name) {
            case "file" -> readFile(part);
            case "visibility" -> readVisibility(part);
            default -> throw UnreadableException.unknownField(name);
        }
    }

    private void readFile(Part part) throws IOException {
        if (file != null) {
            throw InvalidException.field("file", "must be given once");
        }
        if (!part.isFile()) {
            throw InvalidException.field("file", "must be a file, with a name");
        }
        try (var content = part.open()) {
            file = contents.receive(part.fileName(), content);
        }
    }

    private void readVisibility(Part part) throws IOException {
        if (visibility != null) {
            throw InvalidException.field("visibility", "must be given once");
        }
        var word = part.text(LONGEST_WORD).strip();
        visibility = Arrays.stream(Visibility.values())
                .filter(value -> value.name().equals(word))
                .findFirst()
                .orElseThrow(() -> InvalidException.field("visibility", "must be PUBLIC or INTERNAL"));
    }

    private void checkComplete() {
        if (file == null) {
            throw InvalidException.field("file", "is missing");
        }
        if (visibility == null) {
            throw InvalidException.field("visibility", "is missing");
        }
    }
}
