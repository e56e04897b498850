package io.ticketflow.platform.database;

import io.ticketflow.platform.CannotStartException;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.springframework.util.FileSystemUtils;

/** Unpacks PostgreSQL's programs from the class path. */
final class PostgresPrograms {

    private PostgresPrograms() {}

    /** Unpacks the programs below this directory unless they are there already. Answers their path. */
    static Path unpackedBelow(Path directory) throws IOException {
        var archive = archive();
        var home = directory.resolve("programs-" + fingerprint(archive));
        if (Files.notExists(home)) {
            Files.createDirectories(directory);
            openToAll(directory, true);
            var draft = Files.createTempDirectory(directory, "unpacking");
            try {
                unpack(archive, draft);
                Files.move(draft, home);
            } catch (FileSystemException e) {
                // Another process may have unpacked the same programs in the meantime.
                if (Files.notExists(home)) {
                    throw e;
                }
            } finally {
                FileSystemUtils.deleteRecursively(draft);
            }
        }
        return home.resolve("bin");
    }

    private static byte[] archive() throws IOException {
        var name = System.getProperty("os.name");
        var system = name.startsWith("Mac") ? "Darwin" : name.startsWith("Windows") ? "Windows" : name;
        var machine = System.getProperty("os.arch");
        try (var archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            return archive.readAllBytes();
        } catch (IllegalStateException none) {
            throw new CannotStartException(
                    "There is no embedded PostgreSQL for %s on %s: set DATABASE_URL".formatted(system, machine), none);
        }
    }

    private static String fingerprint(byte[] archive) {
        var checksum = new CRC32();
        checksum.update(archive);
        return "%08x".formatted(checksum.getValue());
    }

    private static void unpack(byte[] archive, Path home) throws IOException {
        openToAll(home, true);
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var file = entry.resolveIn(home);
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    openToAll(file, true);
                } else {
                    Files.copy(tar, file);
                    openToAll(file, (entry.getMode() & 0100) != 0);
                }
            }
        }
    }

    /** Sets the rights whatever the umask, because the server may run under another account than the one that unpacks. */
    private static void openToAll(Path path, boolean executable) {
        var file = path.toFile();
        var done = file.setReadable(true, false) && (!executable || file.setExecutable(true, false));
        if (!done) {
            throw new IllegalStateException("Cannot change the permissions of " + path);
        }
    }
}
