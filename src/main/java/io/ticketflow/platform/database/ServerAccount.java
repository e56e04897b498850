package io.ticketflow.platform.database;

import io.ticketflow.platform.CannotStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who the embedded server runs as. */
interface ServerAccount {

    /** PostgreSQL refuses to run as root, so root hands it to another account. */
    static ServerAccount of(Path serverDirectory, Path cluster) throws IOException {
        return System.getProperty("user.name").equals("root")
                ? Unprivileged.owning(cluster)
                : new Ourselves(serverDirectory);
    }

    /** Where the server's programs are to be, so that this account reaches them. */
    Path programs();

    /** What the server calls the data directory that is its working directory. */
    String dataDirectory(Path workingDirectory);

    /** The command that runs a program under this account. */
    List<String> command(List<String> program);

    /** Gives a file or directory of ours to this account. */
    void own(Path path) throws IOException;

    /** The account that runs Ticketflow runs the server too. */
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
            // is ours
        }
    }

    /** An account without rights, for root: whoever owns the data, at first nobody. */
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

        /** Not beside the data, which may lie in a directory that only root may enter. */
        @Override
        public Path programs() {
            return Path.of("/var/cache/ticketflow");
        }

        /** By its path the account might not reach the data; what a process is started in it keeps. */
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
