package io.ticketflow.notification;

import com.fasterxml.jackson.annotation.JsonProperty;

/** By which ways somebody is told of an event. SMS are for what is pressing, whoever allows them. */
public record Ways(
        boolean email, boolean sms, @JsonProperty("inApp") boolean inApp, boolean slack) {

    static final Ways ALL = new Ways(true, true, true, true);

    boolean allow(Channel channel) {
        return switch (channel) {
            case EMAIL -> email;
            case SMS -> sms;
        };
    }
}
