package io.ticketflow.platform;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets that this installation makes for itself, one file each, readable by its owner alone. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;

    public Secrets(Path directory) {
        this.directory = directory;
    }

    /** The secret of this name, 256 random bits in URL-safe characters; made at the first call and the same ever after. */
    public String get(String name) {
        var file = directory.resolve(name);
        try {
            if (Files.notExists(file)) {
                make(file);
            }
            return Files.readString(file).strip();
        } catch (AccessDeniedException e) {
            throw new CannotStartException(
                    "The data directory %s belongs to another user: start Ticketflow as that user, or give it another TICKETFLOW_DATA_DIR"
                            .formatted(directory.toAbsolutePath().normalize()),
                    e);
        } catch (IOException e) {
            throw new CannotStartException("Cannot keep a secret in the data directory: " + e, e);
        }
    }

    /** A secret is whole before it has its name, so that a kill in between or another node at the same time does no harm. */
    private void make(Path file) throws IOException {
        Files.createDirectories(directory);
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        // A temporary file belongs to its owner alone, on every file system that knows owners.
        var draft = Files.createTempFile(directory, file.getFileName().toString(), ".new");
        Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException madeMeanwhile) {
            // theirs counts
        } catch (UnsupportedOperationException noLinks) {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
