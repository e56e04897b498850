package io.ticketflow.process.sandbox;

import org.camunda.bpm.engine.ArtifactFactory;
import org.camunda.bpm.engine.ProcessEngineException;

/** Refuses to create classes that models name; models may only name beans. */
class NoClasses implements ArtifactFactory {

    @Override
    public <T> T getArtifact(Class<T> type) {
        throw new ProcessEngineException("Models may not name classes, such as %s".formatted(type.getName()));
    }
}
