package io.ticketflow.process.gate;

import static io.ticketflow.process.gate.Hostile.ESCALATION;
import static io.ticketflow.process.gate.Hostile.ROUTING;
import static io.ticketflow.process.gate.Hostile.edited;
import static io.ticketflow.process.gate.Hostile.hostile;

import java.util.stream.Stream;

/** Tables that would fail, or that name people or teams that do not exist. */
final class HostileTables {

    private HostileTables() {}

    static Stream<Hostile> tables() {
        return Stream.of(
                hostile(
                        "broken FEEL",
                        ROUTING,
                        "<text>\"NETWORK\",\"SECURITY\",\"ACCESS\"</text>",
                        "<text>\"NETWORK\",,</text>",
                        "network_category",
                        "no FEEL"),
                hostile(
                        "broken answer",
                        ROUTING,
                        "<text>\"Network\"</text>",
                        "<text>nobody knows (</text>",
                        "network_team",
                        "no FEEL"),
                hostile(
                        "text without quotes",
                        ROUTING,
                        "<text>\"Network\"</text>",
                        "<text>Network</text>",
                        "network_team",
                        "in quotes"),
                hostile(
                        "misspelt input",
                        ROUTING,
                        "<text>category</text>\n        </inputExpression>",
                        "<text>categroy</text>\n        </inputExpression>",
                        "inputExpression_category",
                        "'categroy'"),
                hostile("no such team", ROUTING, "\"Network\"", "\"Netzwerk\"", "network", "no team \"Netzwerk\""),
                hostile(
                        "no such skill",
                        ROUTING,
                        "<outputEntry id=\"network_skill\">\n          <text>category</text>",
                        "<outputEntry id=\"network_skill\">\n          <text>\"JUGGLING\"</text>",
                        "network",
                        "JUGGLING"),
                hostile(
                        "no such role",
                        ROUTING,
                        "<text>\"SENIOR_ENGINEER\"</text>",
                        "<text>\"GURU\"</text>",
                        "critical-infrastructure",
                        "no role \"GURU\""),
                hostile(
                        "no such strategy",
                        ROUTING,
                        "<text>\"ROUND_ROBIN\"</text>",
                        "<text>\"DICE\"</text>",
                        "everything-else",
                        "no strategy \"DICE\""),
                hostile(
                        "no last row",
                        ROUTING,
                        "<inputEntry id=\"everything-else_category\">\n          <text></text>",
                        "<inputEntry id=\"everything-else_category\">\n          <text>\"VM\"</text>",
                        "decisionTable_AssignmentRouting",
                        "No row answers"),
                hostile(
                        "contradicting rows",
                        ROUTING,
                        "hitPolicy=\"FIRST\"",
                        "hitPolicy=\"UNIQUE\"",
                        "decisionTable_AssignmentRouting",
                        "fails for"),
                hostile(
                        "many answers",
                        ROUTING,
                        "hitPolicy=\"FIRST\"",
                        "hitPolicy=\"COLLECT\"",
                        "decisionTable_AssignmentRouting",
                        "FIRST or UNIQUE"),
                hostile(
                        "script in a cell",
                        ROUTING,
                        "<outputEntry id=\"network_team\">",
                        "<outputEntry id=\"network_team\" expressionLanguage=\"juel\">",
                        "network_team",
                        "FEEL"),
                hostile(
                        "script in a column",
                        ROUTING,
                        "<inputExpression id=\"inputExpression_category\" typeRef=\"string\">",
                        "<inputExpression id=\"inputExpression_category\" typeRef=\"string\" expressionLanguage=\"groovy\">",
                        "inputExpression_category",
                        "groovy"),
                hostile(
                        "loop",
                        ROUTING,
                        "<text>\"Network\"</text>",
                        "<text>string(count(for x in 1..1000000000 return x))</text>",
                        "network_team",
                        "loop"),
                hostile(
                        "pattern that must be tried back and forth",
                        ROUTING,
                        "<text>\"Network\"</text>",
                        "<text>if matches(title, \"(.)\\\\1\") then \"Network\" else \"Platform\"</text>",
                        "network_team",
                        "bounded time"),
                hostile(
                        "text that grows",
                        ROUTING,
                        "<text>\"Network\"</text>",
                        "<text>replace(\"%s\", \"a\", \"%s\")</text>".formatted("a".repeat(200), "b".repeat(200)),
                        "network_team",
                        "10000 characters"),
                hostile(
                        "brackets in brackets",
                        ROUTING,
                        "<text>\"Network\"</text>",
                        "<text>%s\"Network\"%s</text>".formatted("(".repeat(9), ")".repeat(9)),
                        "network_team",
                        "too deeply nested"),
                hostile(
                        "nobody to escalate to",
                        ESCALATION,
                        "<text>\"MANAGER\"</text>",
                        "<text>\"DEVOPS_ENGINEER\"</text>",
                        "to-manager",
                        "to escalate to"),
                hostile(
                        "no such channel",
                        ESCALATION,
                        "\"IN_APP,EMAIL,SMS\" else \"IN_APP,EMAIL\"",
                        "\"PIGEON\" else \"IN_APP\"",
                        "to-admin",
                        "no channel \"PIGEON\""),
                hostile(
                        "answer left out",
                        ESCALATION,
                        "name=\"handOver\"",
                        "name=\"handover\"",
                        "first-missed-resolution",
                        "true or false"),
                hostile(
                        "hand over or not",
                        ESCALATION,
                        "<text>false</text>",
                        "<text>\"no\"</text>",
                        "decisionTable_EscalationRouting",
                        "boolean"),
                hostile(
                        "level left out",
                        ESCALATION,
                        "<inputEntry id=\"to-admin_level\">\n          <text></text>",
                        "<inputEntry id=\"to-admin_level\">\n          <text>4</text>",
                        "decisionTable_EscalationRouting",
                        "No row answers"),
                new Hostile(
                        "table with a DOCTYPE",
                        ESCALATION,
                        text -> edited(text, "<definitions", "<!DOCTYPE x><definitions"),
                        "",
                        "DOCTYPE"));
    }
}
