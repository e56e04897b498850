package io.ticketflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

@TicketflowTest
class TicketflowApplicationTests {

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private JdbcTemplate jdbc;

    @Test
    void the_engine_runs_on_tables_that_migrations_have_made() {
        var versions = jdbc.queryForList(
                "select version from flyway_schema_history where success order by installed_rank", String.class);

        assertThat(versions).startsWith("1", "1.1").contains("6");
        assertThat(engine.getManagementService().getTableCount()).containsKey("ACT_RU_TASK");
    }

    @Test
    @Transactional
    void the_engine_keeps_objects_as_json() {
        var process = Bpmn.createExecutableProcess("json")
                .camundaHistoryTimeToLiveString("P1D")
                .startEvent()
                .userTask()
                .endEvent()
                .done();
        var deployment = engine.getRepositoryService()
                .createDeployment()
                .addModelInstance("json.bpmn", process)
                .deployWithResult();

        var instance = engine.getRuntimeService()
                .startProcessInstanceById(
                        deployment.getDeployedProcessDefinitions().get(0).getId(),
                        Variables.putValue("choices", Variables.objectValue(Map.of("next", "RESOLVED"))));

        ObjectValue choices = engine.getRuntimeService().getVariableTyped(instance.getId(), "choices", false);
        assertThat(choices.getSerializationDataFormat()).isEqualTo("application/json");
        assertThat(choices.getValueSerialized()).isEqualTo("{\"next\":\"RESOLVED\"}");
    }
}
