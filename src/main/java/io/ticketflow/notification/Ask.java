package io.ticketflow.notification;

/** What a message asks its recipient to do. When that is over, a message that still waits is not sent. */
public enum Ask {
    /** Begin to work on the ticket. */
    ACCEPT,
    /** Go on with work that has begun. */
    GO_ON,
    /** Give the first response. */
    RESPOND,
    SOLVE,
    /** See to a ticket of the highest priority. */
    LOOK,
    /** Acknowledge the escalation, before the next level is called. */
    ACKNOWLEDGE,
    /** Answer the question. */
    ANSWER,
    /** Remember that there is a question. */
    REMEMBER,
    /** Confirm or reject the solution. */
    CONFIRM;

    /**
     * The SQL condition under which a row {@code told} of {@code notifications} still asks for something, or never did, by the data of now. Of several messages
     * that ask one person for the same thing about a ticket, only the last one still asks.
     */
    public static final String STILL_ASKED = """
            (told.asks is null or exists (
                select 1 from tickets t left join teams on teams.id = t.team_id
                where t.id = told.ticket_id and t.status <> 'CLOSED' and case told.asks
                    when 'ACCEPT' then t.assignee_id = told.recipient_id and t.status in ('NEW', 'OPEN', 'REOPENED', 'ESCALATED')
                    when 'GO_ON' then t.assignee_id = told.recipient_id and t.status <> 'RESOLVED'
                    when 'RESPOND' then told.recipient_id in (t.assignee_id, teams.lead_id) and t.status <> 'RESOLVED' and exists (
                        select 1 from sla_clocks c
                        where c.ticket_id = t.id and c.kind = 'RESPONSE' and c.met_at is null and c.stopped_at is null)
                    when 'SOLVE' then told.recipient_id in (t.assignee_id, teams.lead_id) and t.status <> 'RESOLVED'
                    when 'LOOK' then t.status <> 'RESOLVED'
                    when 'ACKNOWLEDGE' then t.status <> 'RESOLVED' and exists (
                        select 1 from escalations e
                        where e.ticket_id = t.id and e.closed_at is null and e.acknowledged_at is null
                            and e.raised_at <= told.created_at)
                    when 'CONFIRM' then t.requester_id = told.recipient_id and t.status = 'RESOLVED'
                    else t.requester_id = told.recipient_id and t.status = 'PENDING_INFO' and not t.waits_for_others
                end
            ) and not exists (
                select 1 from notifications later
                where later.recipient_id = told.recipient_id and later.created_at >= told.created_at and later.id > told.id
                    and later.ticket_id = told.ticket_id
                    and (later.asks = told.asks or told.asks = 'REMEMBER' and later.asks = 'ANSWER')))""";
}
