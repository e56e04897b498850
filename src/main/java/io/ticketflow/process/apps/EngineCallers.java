package io.ticketflow.process.apps;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.session.SignedIn;
import io.ticketflow.process.lifecycle.Groups;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.stereotype.Component;

/** Tells the engine the caller of the current thread. */
@Component
class EngineCallers {

    private final IdentityService identity;
    private final Directory directory;

    EngineCallers(IdentityService identity, Directory directory) {
        this.identity = identity;
        this.directory = directory;
    }

    /** Answers whether the engine knows the caller. It does not know people whose account has ended. */
    boolean enter(SignedIn caller) {
        var person = directory.find(caller.userId()).filter(Person::active);
        person.ifPresent(found -> identity.setAuthentication(
                found.handle(),
                Groups.of(found, Optional.ofNullable(found.teamId()).flatMap(directory::findTeam)),
                List.of()));
        return person.isPresent();
    }

    void leave() {
        identity.clearAuthentication();
    }
}
