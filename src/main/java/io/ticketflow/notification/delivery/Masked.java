package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;

/** Recipients as operators see them: enough to tell them apart, too little to write to them. */
final class Masked {

    private static final int BEGINNING_OF_NUMBER = 3;
    private static final int END_OF_NUMBER = 2;

    private Masked() {}

    /** The name of a webhook is no secret and stays as it is. */
    static String recipient(Channel channel, String recipient) {
        if (channel == Channel.EMAIL) {
            return address(recipient);
        }
        return channel == Channel.SMS ? number(recipient) : recipient;
    }

    private static String address(String address) {
        var at = address.lastIndexOf('@');
        if (at < 0) {
            return beginning(address);
        }
        var domain = address.substring(at + 1);
        var lastDot = domain.lastIndexOf('.');
        return beginning(address.substring(0, at))
                + "@"
                + beginning(domain)
                + (lastDot < 0 ? "" : domain.substring(lastDot));
    }

    private static String beginning(String text) {
        return text.isEmpty() ? "…" : Character.toString(text.codePointAt(0)) + "…";
    }

    private static String number(String number) {
        return number.length() <= BEGINNING_OF_NUMBER + END_OF_NUMBER
                ? "…"
                : number.substring(0, BEGINNING_OF_NUMBER) + "…" + number.substring(number.length() - END_OF_NUMBER);
    }
}
