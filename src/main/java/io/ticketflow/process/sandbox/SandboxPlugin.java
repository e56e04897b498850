package io.ticketflow.process.sandbox;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/** Takes from models every way to run code but the task beans, however they came to be deployed. */
@Component
class SandboxPlugin extends AbstractProcessEnginePlugin {

    private final CallableBeans beans;

    SandboxPlugin(CallableBeans beans) {
        this.beans = beans;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        configuration.setExpressionManager(new ModelExpressions(beans));
        configuration.setArtifactFactory(new NoClasses());
        configuration.setScriptEngineResolver(new NoScripts());
        configuration.setBpmnParseFactory(HarmlessParse::new);
        configuration.setDmnElProvider(expression -> {
            throw new ProcessEngineException("Decision tables speak FEEL; this is refused: " + expression);
        });
    }
}
