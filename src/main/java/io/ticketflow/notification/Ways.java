package io.ticketflow.notification;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The channels by which a person is told of an event. */
public record Ways(
        boolean email, boolean sms, @JsonProperty("inApp") boolean inApp, boolean slack) {

    public static final Ways ALL = new Ways(true, true, true, true);
    public static final Ways WITHOUT_SMS = new Ways(true, false, true, true);

    /** What a person gets who has chosen nothing: SMS about deadlines and escalations, and where a model asks for it. */
    static Ways usual(Event event) {
        return event.isPressing() || event == Event.NOTICE ? ALL : WITHOUT_SMS;
    }

    /** The channels that both have. */
    public Ways and(Ways other) {
        return new Ways(email && other.email, sms && other.sms, inApp && other.inApp, slack && other.slack);
    }

    public boolean allow(Channel channel) {
        return switch (channel) {
            case EMAIL -> email;
            case SMS -> sms;
            case SLACK -> slack;
        };
    }
}
