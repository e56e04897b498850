package io.ticketflow.platform.database;

import io.ticketflow.platform.CannotStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The operating system account under which the embedded server runs. */
interface ServerAccount {

    /** PostgreSQL refuses to run as root, so root starts it under another account. */
    static ServerAccount of(Path serverDirectory, Path cluster) throws IOException {
        return System.getProperty("user.name").equals("root")
                ? Unprivileged.owning(cluster)
                : new Ourselves(serverDirectory);
    }

    /** The directory for the server's programs; this account must be able to read it. */
    Path programs();

    /** The path of the data directory that the server gets as an argument. The server is started in that directory. */
    String dataDirectory(Path workingDirectory);

    /** The command that runs a program under this account. */
    List<String> command(List<String> program);

    /** Makes this account the owner of a file or directory. */
    void own(Path path) throws IOException;

    /** The account that runs Ticketflow also runs the server. */
    record Ourselves(Path programs) implements ServerAccount {

        @Override
        public String dataDirectory(Path workingDirectory) {
            return workingDirectory.toAbsolutePath().toString();
        }

        @Override
        public List<String> command(List<String> program) {
            return program;
        }

        @Override
        public void own(Path path) {
            // the file belongs to this account already
        }
    }

    /** An account without rights, for an application that runs as root: the account that owns the data; at first the system account with the id 65534. */
    record Unprivileged(int user, int group) implements ServerAccount {

        private static final int NOBODY = 65534;
        private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

        static Unprivileged owning(Path cluster) throws IOException {
            if (!Files.isExecutable(SETPRIV)) {
                throw new CannotStartException("PostgreSQL refuses to run as root, and there is no " + SETPRIV
                        + " (package util-linux) to run it as another user:"
                        + " install it, start Ticketflow as an ordinary user, or set DATABASE_URL");
            }
            if (Files.exists(cluster)
                    && !Files.getAttribute(cluster, "unix:uid").equals(0)) {
                return new Unprivileged(
                        (int) Files.getAttribute(cluster, "unix:uid"), (int) Files.getAttribute(cluster, "unix:gid"));
            }
            return new Unprivileged(NOBODY, NOBODY);
        }

        /** Not below the data directory, because that may lie in a directory that only root may enter. */
        @Override
        public Path programs() {
            return Path.of("/var/cache/ticketflow");
        }

        /** The account might not be able to reach the data by their path; the working directory of a process stays accessible. */
        @Override
        public String dataDirectory(Path workingDirectory) {
            return "/proc/self/cwd";
        }

        @Override
        public List<String> command(List<String> program) {
            var command = new ArrayList<>(List.of(
                    SETPRIV.toString(),
                    "--reuid=" + user,
                    "--regid=" + group,
                    "--clear-groups",
                    "--no-new-privs",
                    "--"));
            command.addAll(program);
            return command;
        }

        @Override
        public void own(Path path) throws IOException {
            Files.setAttribute(path, "unix:uid", user);
            Files.setAttribute(path, "unix:gid", group);
        }
    }
}
