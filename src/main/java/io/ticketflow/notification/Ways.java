package io.ticketflow.notification;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The channels by which a person is told of an event. Only pressing messages go by SMS, even when the person allows SMS for more. */
public record Ways(
        boolean email, boolean sms, @JsonProperty("inApp") boolean inApp, boolean slack) {

    public static final Ways ALL = new Ways(true, true, true, true);
    public static final Ways WITHOUT_SMS = new Ways(true, false, true, true);

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
