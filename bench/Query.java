import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;

/** Statements on the embedded database of a data directory: {@code Query DIRECTORY SQL…}. Prints rows, columns apart by tabs. */
public final class Query {

    public static void main(String[] args) throws Exception {
        var port = Files.readAllLines(Path.of(args[0], "postgresql", "cluster", "postmaster.pid"))
                .get(3)
                .strip();
        var password = Files.readString(Path.of(args[0], "database-password")).strip();
        var url = "jdbc:postgresql://127.0.0.1:" + port + "/ticketflow";
        try (var connection = DriverManager.getConnection(url, "ticketflow", password);
                var statement = connection.createStatement()) {
            for (var i = 1; i < args.length; i++) {
                if (statement.execute(args[i])) {
                    var rows = statement.getResultSet();
                    while (rows.next()) {
                        var row = new StringBuilder();
                        for (var column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                            row.append(column > 1 ? "\t" : "").append(rows.getString(column));
                        }
                        System.out.println(row);
                    }
                }
            }
        }
    }
}
