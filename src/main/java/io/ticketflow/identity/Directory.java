package io.ticketflow.identity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Who is who: people, teams and skills. */
@Component
public class Directory {

    /** The person, or 404 {@code USER_NOT_FOUND}. */
    public Person person(UUID id) {
        return find(id).orElseThrow();
    }

    public Optional<Person> find(UUID id) {
        throw new UnsupportedOperationException();
    }

    public Optional<Person> findByHandle(String handle) {
        throw new UnsupportedOperationException();
    }

    /** Those of the ids that exist. One statement, whatever the number. */
    public Map<UUID, Person> people(Collection<UUID> ids) {
        throw new UnsupportedOperationException();
    }

    /** Active members of a team, by full name. */
    public List<Person> membersOf(UUID teamId) {
        throw new UnsupportedOperationException();
    }

    /** Active people of exactly this role, by full name. */
    public List<Person> withRole(Role role) {
        throw new UnsupportedOperationException();
    }

    public List<Team> teams() {
        throw new UnsupportedOperationException();
    }

    public Optional<Team> findTeam(UUID id) {
        throw new UnsupportedOperationException();
    }

    /** By its name as people write it, which is what decision tables name. */
    public Optional<Team> findTeamByName(String name) {
        throw new UnsupportedOperationException();
    }

    public boolean skillExists(String name) {
        throw new UnsupportedOperationException();
    }

    /**
     * Locks a person's row until the transaction ends, so that two tickets never take the last free slot of one person. Waits for whoever holds it.
     */
    public void reserve(UUID personId) {
        throw new UnsupportedOperationException();
    }
}
