package io.ticketflow.report;

import java.util.List;
import org.springframework.stereotype.Component;

/** Compares the facts of all tickets with their histories. */
@Component
public class TestFacts {

    private final FactsCheck check;

    TestFacts(FactsCheck check) {
        this.check = check;
    }

    /** In words; empty when there are none. */
    public List<String> differences() {
        return check.checkAll().differences();
    }
}
