package io.ticketflow.process.engine;

import io.ticketflow.process.gate.BundledModels;
import io.ticketflow.process.gate.DeployGate;
import io.ticketflow.process.lifecycle.StateTasks;
import io.ticketflow.process.sandbox.HitPolicies;
import io.ticketflow.process.sandbox.Patience;
import io.ticketflow.process.sandbox.PlainCells;
import io.ticketflow.process.tables.EvaluatedTables;
import io.ticketflow.process.tables.TableVerdicts;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.impl.AbstractDefinitionDeployer;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Adds our listeners to the engine while it is created. They look up the beans that they call when they need them, because the engine is created first. */
@Component
@Order(1)
class LifecyclePlugin extends AbstractProcessEnginePlugin {

    private final ObjectProvider<StateTasks> states;
    private final ObjectProvider<TableVerdicts> verdicts;
    private final EvaluatedTables tables;
    private final ObjectProvider<DeployGate> gate;
    private final ApplicationEventPublisher events;

    LifecyclePlugin(
            ObjectProvider<StateTasks> states,
            ObjectProvider<TableVerdicts> verdicts,
            EvaluatedTables tables,
            ObjectProvider<DeployGate> gate,
            ApplicationEventPublisher events) {
        this.states = states;
        this.verdicts = verdicts;
        this.tables = tables;
        this.gate = gate;
        this.events = events;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        var listeners = new ArrayList<>(emptyIfNull(configuration.getCustomPostBPMNParseListeners()));
        listeners.add(new LifecycleParseListener(states, verdicts, tables));
        configuration.setCustomPostBPMNParseListeners(listeners);

        var dmn = new DefaultDmnEngineConfiguration();
        HitPolicies.sayInWords(dmn);
        dmn.setCustomPostDecisionTableEvaluationListeners(List.of(tables));
        dmn.setFeelEngineFactory(() -> new PlainCells(Patience::withThisCommand));
        configuration.setDmnEngineConfiguration(dmn);
        configuration.setCustomSessionFactories(List.of(Patience.perCommand()));

        configuration.setCustomPreCommandInterceptorsTxRequired(doors());
        configuration.setCustomPreCommandInterceptorsTxRequiresNew(doors());
        configuration.setCustomHistoryLevels(List.of(new NeededHistory()));
        configuration.setCustomHistoryEventHandlers(List.of(new MigrationListener(states)));
        configuration.setCustomPreDeployers(List.of(new GateDeployer(gate)));
        configuration.setCustomPostDeployers(List.of(deployment -> {
            if (deployment.isNew()) {
                events.publishEvent(new BundledModels.Deployed(
                        deployment.getId(),
                        List.copyOf(deployment.getResources().keySet())));
            }
        }));
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl configuration) {
        var deployers = configuration.getDeployers().stream()
                .<Deployer>map(deployer -> deployer instanceof AbstractDefinitionDeployer<?>
                        ? new GateDeployer.Naming(deployer)
                        : deployer)
                .toList();
        configuration.setDeployers(deployers);
        configuration.getDeploymentCache().setDeployers(deployers);
    }

    /** In the order from the outermost: the refusal comes after the repetitions, so only a failure that remains is turned into a refusal. */
    private List<CommandInterceptor> doors() {
        return List.of(
                new RefusalInterceptor(),
                new RepeatInterceptor(),
                new PlainQueries(),
                new TaskSearch(),
                new TimerGuard(states),
                new TaskAssignments(states));
    }

    private static <T> List<T> emptyIfNull(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
