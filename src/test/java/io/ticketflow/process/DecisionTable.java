package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.DmnElement;
import org.camunda.bpm.model.dmn.instance.Rule;

/** A shipped table, evaluated by a plain DMN engine. */
class DecisionTable {

    private final DmnModelInstance model;
    private final DmnEngine engine;
    private final DmnDecision decision;
    private final List<DmnDecisionTableEvaluationEvent> evaluations = new ArrayList<>();

    private DecisionTable(String key) {
        model = Dmn.readModelFromFile(Path.of("dmn", key + ".dmn").toFile());
        var configuration = DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        configuration.getCustomPostDecisionTableEvaluationListeners().add(evaluations::add);
        engine = configuration.buildEngine();
        decision = engine.parseDecision(key, model);
    }

    static DecisionTable shipped(String key) {
        return new DecisionTable(key);
    }

    DmnDecisionRuleResult decide(VariableMap ticket) {
        return engine.evaluateDecisionTable(decision, ticket).getSingleResult();
    }

    /** The id of the matched row. */
    String matchedRule(VariableMap ticket) {
        evaluations.clear();
        decide(ticket);
        assertThat(evaluations).hasSize(1);
        return evaluations.get(0).getMatchingRules().get(0).getId();
    }

    List<String> rules() {
        return model.getModelElementsByType(Rule.class).stream()
                .map(DmnElement::getId)
                .toList();
    }
}
