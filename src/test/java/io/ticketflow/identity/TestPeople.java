package io.ticketflow.identity;

import io.ticketflow.demo.DemoPeople;
import java.util.List;
import org.springframework.stereotype.Component;

/** The people of the demonstration, for tests. */
@Component
public class TestPeople {

    private static final List<String> HANDLES = List.of(
            "admin",
            "manager",
            "process-owner",
            "lead",
            "senior",
            "engineer",
            "engineer2",
            "engineer3",
            "engineer4",
            "user",
            "user2");

    private final DemoPeople demo;
    private final Directory directory;

    TestPeople(DemoPeople demo, Directory directory) {
        this.demo = demo;
        this.directory = directory;
    }

    /** Restores the people and clears the caches: entries that another test cached at a later time would not age after the clock goes back. */
    public synchronized void arrive() {
        if (directory.findTeamByName("Platform").isEmpty()) {
            demo.create();
        }
        directory.called(HANDLES).forEach(directory::forget);
    }

    public Person called(String handle) {
        return directory.findByHandle(handle).orElseThrow();
    }
}
