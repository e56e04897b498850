package io.ticketflow.platform;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets that this installation creates for itself: one file each, which only its owner can read. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;

    public Secrets(Path directory) {
        this.directory = directory;
    }

    /** The secret with this name: 256 random bits in URL-safe characters. The first call creates it, and later calls answer the same one. */
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

    /** Writes the secret to a temporary file and then gives that its name, so that a kill in between, or another node at the same time, does no harm. */
    private void make(Path file) throws IOException {
        Files.createDirectories(directory);
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        // Only its owner can read a temporary file, on every file system with owners.
        var draft = Files.createTempFile(directory, file.getFileName().toString(), ".new");
        Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException madeMeanwhile) {
            // another node has created the secret in the meantime; its secret counts
        } catch (UnsupportedOperationException noLinks) {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
