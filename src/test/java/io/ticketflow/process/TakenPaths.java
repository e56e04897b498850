package io.ticketflow.process;

import io.ticketflow.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Records which sequence flows the tests have taken. */
@Component
@Order(100)
class TakenPaths extends AbstractProcessEnginePlugin {

    private static final String FILES = "taken-paths";
    private static final Set<String> TAKEN = ConcurrentHashMap.newKeySet();

    /** The paths that were taken in any JVM of this run. */
    static Set<String> ofTheRun() {
        return Set.copyOf(TestRun.read(FILES));
    }

    private static void take(String flowId) {
        if (TAKEN.add(flowId)) {
            TestRun.write(FILES, Set.of(flowId));
        }
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        var listeners = new ArrayList<>(
                configuration.getCustomPostBPMNParseListeners() == null
                        ? List.of()
                        : configuration.getCustomPostBPMNParseListeners());
        listeners.add(new AbstractBpmnParseListener() {
            @Override
            public void parseSequenceFlow(Element element, ScopeImpl scope, TransitionImpl flow) {
                flow.addListener(ExecutionListener.EVENTNAME_TAKE, (ExecutionListener) execution -> take(flow.getId()));
            }
        });
        configuration.setCustomPostBPMNParseListeners(listeners);
    }
}
