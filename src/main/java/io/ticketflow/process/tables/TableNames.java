package io.ticketflow.process.tables;

import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.platform.ConflictException;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Protects the names of teams that deployed tables use: if such a team were renamed or ended, tickets could not be routed to it. */
@Component
class TableNames {

    private final ObjectProvider<RepositoryService> repository;

    TableNames(ObjectProvider<RepositoryService> repository) {
        this.repository = repository;
    }

    @EventListener
    void on(IdentityEvent.TeamNameGivenUp team) {
        for (var table : repository
                .getObject()
                .createDecisionDefinitionQuery()
                .latestVersion()
                .list()) {
            refuseIfNamed(team.name(), table);
        }
    }

    private void refuseIfNamed(String team, DecisionDefinition table) {
        var model = repository.getObject().getDmnModelInstance(table.getId());
        for (var rule : model.getModelElementsByType(Rule.class)) {
            if (rule.getOutputEntries().stream().anyMatch(entry -> names(entry, team))) {
                throw new ConflictException(
                        "TEAM_IN_TABLE",
                        "Rule %s of table %s (version %d) names %s: change the table first."
                                .formatted(rule.getId(), table.getKey(), table.getVersion(), team),
                        Map.of("table", table.getKey(), "tableVersion", table.getVersion(), "ruleId", rule.getId()));
            }
        }
    }

    private static boolean names(OutputEntry entry, String team) {
        var text = entry.getText() == null ? "" : entry.getText().getTextContent();
        return text.strip().equalsIgnoreCase('"' + team + '"');
    }
}
