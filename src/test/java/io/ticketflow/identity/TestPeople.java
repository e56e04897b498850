package io.ticketflow.identity;

import org.springframework.stereotype.Component;

/** The people of the demonstration, for tests. */
@Component
public class TestPeople {

    private final DemoPeople demo;
    private final Directory directory;

    TestPeople(DemoPeople demo, Directory directory) {
        this.demo = demo;
        this.directory = directory;
    }

    public synchronized void arrive() {
        if (directory.findTeamByName("Platform").isEmpty()) {
            demo.create();
        }
    }

    public Person called(String handle) {
        return directory.findByHandle(handle).orElseThrow();
    }
}
