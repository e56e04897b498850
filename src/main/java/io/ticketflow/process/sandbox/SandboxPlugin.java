package io.ticketflow.process.sandbox;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/** Removes every way for models to run code except the task beans, however a model was deployed. */
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
