package io.ticketflow.process.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;

/** Nobody to ask: names are believed, and the forms that come with the application are there. */
final class NoServer implements Surroundings {

    @Override
    public boolean hasTeam(String name) {
        return true;
    }

    @Override
    public boolean hasSkill(String name) {
        return true;
    }

    @Override
    public Set<String> fieldsOf(String form) {
        var file = new ClassPathResource("processes/" + form + ".form");
        try {
            return file.exists() ? FormChecks.fields(file.getContentAsByteArray()) : Set.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
