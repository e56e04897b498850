package io.ticketflow.process.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names that the shipped models and this module share. A test compares them with the models, so that a rename in Modeler fails the build. */
public final class TicketLifecycle {

    public static final String PROCESS = "ticket-lifecycle";
    /** The state in which a ticket waits until a called person takes it up. */
    public static final String ACKNOWLEDGE_ESCALATION = "acknowledgeEscalation";

    public static final String ASSIGNMENT_TABLE = "assignment-routing";
    public static final String ESCALATION_TABLE = "escalation-routing";

    /** The extension property that makes a user task a state of the ticket. */
    public static final String STATUS_PROPERTY = "ticketStatus";

    /** The extension property of a waiting state that says for whom it waits. */
    public static final String WAITS_FOR_PROPERTY = "waitsFor";

    /** Shown on Tasklist's cards, which can show variables only. */
    public static final String NUMBER = "number";

    public static final String TITLE = "title";
    public static final String REOPEN_COUNT = "reopenCount";
    /** The status from which the requester was asked. */
    public static final String ASKED_FROM = "askedFrom";

    public static final String TRANSITION = "transition";
    public static final String COMMENT = "comment";
    public static final String RESOLUTION_CODE = "resolutionCode";
    public static final String RESOLUTION = "resolution";
    public static final String ASSIGNEE_ID = "assigneeId";

    /** The id of the decision record of the table that was just evaluated. The next task removes it. */
    public static final String DECISION_ID = "decisionId";
    /** The reason why a table failed. */
    public static final String DECISION_ERROR = "decisionError";

    public static final String ESCALATION_TRIGGER = "escalationTrigger";
    public static final String ESCALATION_REASON = "escalationReason";
    public static final String ESCALATION_DUE = "escalationDue";
    public static final String HANDED_OVER = "handedOver";
    public static final String HAND_OVER_MESSAGE = "TicketHandedOver";

    /** Keys that bring a ticket into "Handle ticket" without a person's choice. */
    public static final String TRIAGE = "TRIAGE";

    public static final String ROUTED = "ROUTED";
    public static final String TAKEN_OVER = "HANDED_OVER";

    /** The task beans that choose a key, with the keys from which they choose. */
    public static final Map<String, List<String>> CHOSEN_BY =
            Map.of("assignTicket", List.of(ROUTED, TRIAGE), "takeHandOver", List.of(TAKEN_OVER));

    /** The bean that sends a message in the process owner's own words, see {@link NoticeMeaning}. */
    static final String NOTIFY = "notify";

    /** The bean that reminds the requester of the question. */
    static final String REMINDER = "remindRequester";

    /** The type of the incidents that a person has to mend; Cockpit and {@code /health} show them. */
    public static final String ROUTING_FAILED = "routingFailed";

    /** Variables that come with a step. They are removed when the next state begins, so that no old value moves a ticket or counts as given. */
    public static final List<String> GIVEN_WITH_A_STEP = List.of(COMMENT, RESOLUTION, RESOLUTION_CODE, ASSIGNEE_ID);

    /** The variables that conditions may use, without those that a model or its forms define. */
    public static final Set<String> VARIABLES = Set.of(
            NUMBER,
            TITLE,
            REOPEN_COUNT,
            ASKED_FROM,
            TRANSITION,
            DECISION_ERROR,
            ESCALATION_TRIGGER,
            ESCALATION_REASON,
            ESCALATION_DUE,
            HANDED_OVER);

    /** Those of the variables that tell of work inside the team, which requesters are not told. */
    public static final Set<String> FOR_STAFF_ONLY =
            Set.of(DECISION_ERROR, ESCALATION_TRIGGER, ESCALATION_REASON, ESCALATION_DUE, HANDED_OVER);

    /** The fields of a ticket that every table may use, see {@code TableVerdicts}. */
    public static final Set<String> TABLE_INPUTS =
            Set.of("category", "priority", TITLE, "tags", "level", "requesterRole", "trigger");

    private TicketLifecycle() {}
}
