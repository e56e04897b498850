package io.ticketflow.process.gate;

import io.ticketflow.identity.Directory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.beans.factory.ObjectProvider;

/** The people of the running server, and the forms that were deployed before. */
record RunningServer(Directory directory, ObjectProvider<RepositoryService> repository) implements Surroundings {

    @Override
    public boolean hasTeam(String name) {
        return directory.findTeamByName(name).isPresent();
    }

    @Override
    public boolean hasSkill(String name) {
        return directory.skillExists(name);
    }

    @Override
    public Set<String> fieldsOf(String form) {
        var file = form.endsWith(".form") ? form : form + ".form";
        var engine = repository.getObject();
        return engine.createDeploymentQuery().orderByDeploymentTime().desc().list().stream()
                .filter(deployment ->
                        engine.getDeploymentResourceNames(deployment.getId()).contains(file))
                .findFirst()
                .map(deployment -> read(deployment.getId(), file))
                .map(FormChecks::fields)
                .orElse(Set.of());
    }

    private byte[] read(String deployment, String file) {
        try (var form = repository.getObject().getResourceAsStream(deployment, file)) {
            return form.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
