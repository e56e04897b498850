package io.ticketflow.report;

import java.util.List;
import org.springframework.stereotype.Component;

/** Compares the facts of all tickets with their histories, and counts their stays. */
@Component
public class TestFacts {

    private final FactsCheck check;
    private final CountedStays stays;

    TestFacts(FactsCheck check, CountedStays stays) {
        this.check = check;
        this.stays = stays;
    }

    /** Counts the stays of all closed tickets that wait for it. */
    public void countStays() {
        stays.countAll();
    }

    /** In words; empty when there are none. */
    public List<String> differences() {
        return check.checkAll().differences();
    }
}
