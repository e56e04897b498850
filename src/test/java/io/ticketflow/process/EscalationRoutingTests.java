package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.identity.Role;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.util.HashSet;
import java.util.List;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EscalationRoutingTests {

    private static final List<String> TRIGGERS = List.of(
            "RESPONSE_BREACH", "RESOLUTION_BREACH", "MANUAL", "REOPENED_TWICE", "ACK_TIMEOUT", "CRITICAL_PRIORITY");

    /** The role of each level; level 1 comes first. */
    private static final List<Role> PATH = List.of(Role.SENIOR_ENGINEER, Role.TEAM_LEAD, Role.MANAGER, Role.ADMIN);

    private static final DecisionTable TABLE = DecisionTable.shipped("escalation-routing");

    @ParameterizedTest(name = "{0} at level {1}: {2}, hand over: {3}")
    @CsvSource(textBlock = """
                    RESPONSE_BREACH,   0, SENIOR_ENGINEER, true
                    RESPONSE_BREACH,   1, TEAM_LEAD,       true
                    RESPONSE_BREACH,   2, MANAGER,         true
                    RESPONSE_BREACH,   3, ADMIN,           true
                    RESPONSE_BREACH,   4, ADMIN,           true
                    RESOLUTION_BREACH, 0, SENIOR_ENGINEER, false
                    RESOLUTION_BREACH, 1, TEAM_LEAD,       true
                    RESOLUTION_BREACH, 2, MANAGER,         true
                    RESOLUTION_BREACH, 3, ADMIN,           true
                    RESOLUTION_BREACH, 4, ADMIN,           true
                    MANUAL,            0, SENIOR_ENGINEER, true
                    MANUAL,            1, TEAM_LEAD,       true
                    MANUAL,            2, MANAGER,         true
                    MANUAL,            3, ADMIN,           true
                    MANUAL,            4, ADMIN,           true
                    REOPENED_TWICE,    0, TEAM_LEAD,       true
                    REOPENED_TWICE,    1, TEAM_LEAD,       true
                    REOPENED_TWICE,    2, MANAGER,         true
                    REOPENED_TWICE,    3, ADMIN,           true
                    REOPENED_TWICE,    4, ADMIN,           true
                    ACK_TIMEOUT,       0, SENIOR_ENGINEER, true
                    ACK_TIMEOUT,       1, TEAM_LEAD,       true
                    ACK_TIMEOUT,       2, MANAGER,         true
                    ACK_TIMEOUT,       3, ADMIN,           true
                    ACK_TIMEOUT,       4, ADMIN,           true
                    CRITICAL_PRIORITY, 0, SENIOR_ENGINEER, false
                    CRITICAL_PRIORITY, 1, TEAM_LEAD,       false
                    CRITICAL_PRIORITY, 2, MANAGER,         false
                    CRITICAL_PRIORITY, 3, ADMIN,           false
                    CRITICAL_PRIORITY, 4, ADMIN,           false
                    """)
    void a_late_ticket_calls(String trigger, int level, Role targetRole, boolean handOver) {
        var decision = decide(trigger, Priority.P3, Category.VM, level);

        assertThat(decision.getEntryMap())
                .containsEntry("targetRole", targetRole.name())
                .containsEntry("handOver", handOver);
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    MANUAL            | P1 | IN_APP,EMAIL,SMS
                    MANUAL            | P2 | IN_APP,EMAIL
                    RESOLUTION_BREACH | P1 | IN_APP,EMAIL,SMS
                    RESOLUTION_BREACH | P4 | IN_APP,EMAIL
                    REOPENED_TWICE    | P1 | IN_APP,EMAIL,SMS
                    REOPENED_TWICE    | P3 | IN_APP,EMAIL
                    CRITICAL_PRIORITY | P1 | IN_APP,EMAIL,SMS
                    CRITICAL_PRIORITY | P2 | IN_APP,EMAIL,SMS
                    """)
    void only_what_is_critical_rings_a_phone(String trigger, Priority priority, String channels) {
        for (var level = 0; level <= 4; level++) {
            assertThat(decide(trigger, priority, Category.OTHER, level).<String>getEntry("channels"))
                    .isEqualTo(channels);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_category_of_every_priority_climbs_above_the_present_level(Category category) {
        for (var trigger : TRIGGERS) {
            for (var priority : Priority.values()) {
                for (var level = 0; level <= 4; level++) {
                    var target = Role.valueOf(
                            decide(trigger, priority, category, level).getEntry("targetRole"));

                    assertThat(PATH.indexOf(target) + 1)
                            .as("%s %s at level %s", trigger, priority, level)
                            .isGreaterThanOrEqualTo(Math.min(level + 1, 4));
                }
            }
        }
    }

    @Test
    void the_last_row_catches_what_no_other_knows() {
        assertThat(decide("MOON_LANDING", Priority.P3, Category.VM, 7).<String>getEntry("targetRole"))
                .isEqualTo("ADMIN");
        assertThat(TABLE.matchedRule(Variables.createVariables())).isEqualTo("to-admin");
    }

    @Test
    void every_row_decides_something() {
        var matched = new HashSet<String>();

        for (var trigger : TRIGGERS) {
            for (var level = 0; level <= 4; level++) {
                matched.add(TABLE.matchedRule(ticket(trigger, Priority.P3, Category.VM, level)));
            }
        }

        assertThat(matched).containsExactlyInAnyOrderElementsOf(TABLE.rules());
    }

    private DmnDecisionRuleResult decide(String trigger, Priority priority, Category category, int level) {
        return TABLE.decide(ticket(trigger, priority, category, level));
    }

    private static VariableMap ticket(String trigger, Priority priority, Category category, int level) {
        return Variables.putValue("trigger", trigger)
                .putValue("priority", priority.name())
                .putValue("category", category.name())
                .putValue("level", level);
    }
}
