package io.ticketflow.notification;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The channels by which a person is told of an event. Only pressing messages go by SMS, even when the person allows SMS for more. */
public record Ways(
        boolean email, boolean sms, @JsonProperty("inApp") boolean inApp, boolean slack) {

    static final Ways ALL = new Ways(true, true, true, true);

    public boolean allow(Channel channel) {
        return switch (channel) {
            case EMAIL -> email;
            case SMS -> sms;
        };
    }
}
