package io.ticketflow.process.apps;

import io.ticketflow.identity.Directory;
import io.ticketflow.process.engine.EngineLimits;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes the engine get people from our directory, and stops it from writing rights that a group already has. */
@Component
class EngineIdentityPlugin extends AbstractProcessEnginePlugin {

    private final ObjectProvider<Directory> directory;
    private final EngineLimits limits;

    EngineIdentityPlugin(ObjectProvider<Directory> directory, EngineLimits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        configuration.setIdentityProviderSessionFactory(new SessionFactory() {
            @Override
            public Class<?> getSessionType() {
                return ReadOnlyIdentityProvider.class;
            }

            @Override
            public Session openSession() {
                return new EngineIdentity(directory.getObject(), limits);
            }
        });
        configuration.setResourceAuthorizationProvider(new TaskGrants(directory));
    }
}
