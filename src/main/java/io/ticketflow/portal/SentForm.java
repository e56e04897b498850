package io.ticketflow.portal;

import io.ticketflow.attachment.Attachments;
import io.ticketflow.attachment.FileContents;
import io.ticketflow.attachment.ReceivedFile;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.TooLargeException;
import io.ticketflow.platform.web.MultipartForm;
import io.ticketflow.platform.web.MultipartForm.Part;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A form with texts and files as a browser sends it. The files are stored while they arrive. A file that is refused leaves the texts as they were typed. */
final class SentForm {

    static final String FILE = "file";

    /** As many files of the largest size as a ticket may have, and room for the texts. */
    private static final long MAX_SIZE = (long) Attachments.MOST * FileContents.MAX_SIZE + (4 << 20);

    /** In bytes. Longer texts are refused anyway. */
    private static final int LONGEST_TEXT = 1 << 20;

    /**
     * A file that was not stored.
     *
     * @param reason the key of the words that say why
     */
    record RefusedFile(String name, String reason) {}

    private final FileContents contents;
    private final Set<String> fields;
    private final Map<String, String> texts = new HashMap<>();
    private final List<ReceivedFile> files = new ArrayList<>();
    private final List<RefusedFile> refusedFiles = new ArrayList<>();

    private SentForm(Set<String> fields, FileContents contents) {
        this.fields = fields;
        this.contents = contents;
    }

    /** Reads a form with these texts; what else is in it does not count. */
    static SentForm read(HttpServletRequest request, Set<String> fields, FileContents contents) {
        var form = new SentForm(fields, contents);
        try {
            MultipartForm.read(request, MAX_SIZE, form::read);
            return form;
        } catch (RuntimeException broken) {
            form.discardFiles();
            throw broken;
        }
    }

    private void read(Part part) throws IOException {
        if (part.isFile()) {
            // A form in which no file was chosen has one without a name.
            if (part.name().equals(FILE) && !part.fileName().isBlank()) {
                readFile(part);
            }
        } else if (fields.contains(part.name())) {
            texts.putIfAbsent(part.name(), part.text(LONGEST_TEXT).replace("\r\n", "\n"));
        }
    }

    private void readFile(Part part) throws IOException {
        if (files.size() + refusedFiles.size() >= Attachments.MOST) {
            refusedFiles.add(new RefusedFile(part.fileName(), "files.tooMany"));
            return;
        }
        try (var content = part.open()) {
            files.add(contents.receive(part.fileName(), content));
        } catch (TooLargeException tooLarge) {
            refusedFiles.add(new RefusedFile(part.fileName(), "files.tooLarge"));
        } catch (InvalidException empty) {
            refusedFiles.add(new RefusedFile(part.fileName(), "files.empty"));
        }
    }

    /** A text as it was typed; empty if the form has none with this name. */
    String text(String field) {
        return texts.getOrDefault(field, "");
    }

    List<ReceivedFile> files() {
        return List.copyOf(files);
    }

    List<RefusedFile> refusedFiles() {
        return List.copyOf(refusedFiles);
    }

    boolean hasFiles() {
        return !files.isEmpty() || !refusedFiles.isEmpty();
    }

    /** The content of the form as one text, by which a form that was sent twice is recognised. */
    String words() {
        var typed = fields.stream().sorted().map(field -> field + "=" + text(field));
        var chosen = files.stream().map(file -> file.sha256() + " " + file.name());
        return typed.collect(Collectors.joining("\n")) + chosen.collect(Collectors.joining("\n", "\n", ""));
    }

    /** Deletes the stored files, which no ticket gets. */
    void discardFiles() {
        files.forEach(contents::discard);
    }
}
