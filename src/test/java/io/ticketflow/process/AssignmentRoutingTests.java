package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.identity.Role;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentRoutingTests {

    private static final DecisionTable TABLE = DecisionTable.shipped("assignment-routing");

    @ParameterizedTest(name = "{0} {1}: {2}, skill {3}, {4}, {5}")
    @CsvSource(textBlock = """
                    VM,          P1, Platform, VM,          SENIOR_ENGINEER, LEAST_LOADED
                    STORAGE,     P1, Platform, STORAGE,     SENIOR_ENGINEER, LEAST_LOADED
                    DATABASE,    P1, Platform, DATABASE,    SENIOR_ENGINEER, LEAST_LOADED
                    VM,          P2, Platform, VM,          DEVOPS_ENGINEER, LEAST_LOADED
                    STORAGE,     P3, Platform, STORAGE,     DEVOPS_ENGINEER, LEAST_LOADED
                    DATABASE,    P4, Platform, DATABASE,    DEVOPS_ENGINEER, LEAST_LOADED
                    CI_CD,       P1, Platform, CI_CD,       DEVOPS_ENGINEER, LEAST_LOADED
                    MONITORING,  P1, Platform, MONITORING,  DEVOPS_ENGINEER, LEAST_LOADED
                    APPLICATION, P1, Platform, APPLICATION, DEVOPS_ENGINEER, LEAST_LOADED
                    NETWORK,     P1, Network,  NETWORK,     DEVOPS_ENGINEER, LEAST_LOADED
                    SECURITY,    P1, Network,  SECURITY,    DEVOPS_ENGINEER, LEAST_LOADED
                    ACCESS,      P4, Network,  ACCESS,      DEVOPS_ENGINEER, LEAST_LOADED
                    OTHER,       P1, Platform, '',          DEVOPS_ENGINEER, ROUND_ROBIN
                    OTHER,       P4, Platform, '',          DEVOPS_ENGINEER, ROUND_ROBIN
                    """)
    void a_ticket_goes_to(
            Category category, Priority priority, String team, String skill, Role minimumRole, String strategy) {
        var decision = decide(category.name(), priority.name());

        assertThat(decision.getEntryMap())
                .containsEntry("team", team)
                .containsEntry("skill", skill)
                .containsEntry("minimumRole", minimumRole.name())
                .containsEntry("strategy", strategy);
    }

    @ParameterizedTest
    @MethodSource
    void every_category_of_every_priority_has_a_team_that_can_take_it(Category category, Priority priority) {
        var decision = decide(category.name(), priority.name());

        assertThat(Set.of("Platform", "Network")).contains(decision.<String>getEntry("team"));
        assertThat(decision.<String>getEntry("skill")).isIn(category.name(), "");
        assertThat(decision.<String>getEntry("minimumRole")).isIn("DEVOPS_ENGINEER", "SENIOR_ENGINEER");
        assertThat(decision.<String>getEntry("strategy")).isIn("LEAST_LOADED", "ROUND_ROBIN");
    }

    static Stream<Arguments> every_category_of_every_priority_has_a_team_that_can_take_it() {
        return Arrays.stream(Category.values()).flatMap(category -> Arrays.stream(Priority.values())
                .map(priority -> Arguments.of(category, priority)));
    }

    @Test
    void network_has_no_seniors_to_ask_for() {
        assertThat(Stream.of("NETWORK", "SECURITY", "ACCESS")
                        .map(category -> decide(category, "P1").<String>getEntry("minimumRole")))
                .containsOnly("DEVOPS_ENGINEER");
    }

    @Test
    void the_last_row_catches_what_no_other_knows() {
        assertThat(decide("COFFEE_MACHINE", "P9").<String>getEntry("team")).isEqualTo("Platform");
        assertThat(TABLE.matchedRule(Variables.createVariables())).isEqualTo("everything-else");
    }

    @Test
    void every_row_decides_something() {
        var matched = every_category_of_every_priority_has_a_team_that_can_take_it()
                .map(Arguments::get)
                .map(ticket -> TABLE.matchedRule(Variables.putValue("category", ticket[0].toString())
                        .putValue("priority", ticket[1].toString())));

        assertThat(matched).containsAll(TABLE.rules());
    }

    private DmnDecisionRuleResult decide(String category, String priority) {
        return TABLE.decide(Variables.putValue("category", category).putValue("priority", priority));
    }
}
