package io.ticketflow.notification.delivery;

import io.ticketflow.notification.channel.Words;
import io.ticketflow.platform.Settings;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Puts messages into the words of their channel. */
@Component
class Wording {

    private final String application;
    private final String signature;

    Wording(Settings settings) {
        this.application = settings.appName();
        this.signature = "\n\n-- \n%s, %s\n".formatted(settings.appName(), settings.appUrl());
    }

    Words wordsFor(Due due) {
        return new Words(due.title(), due.body() + signature, null);
    }

    /** One message in place of several that a limit held back: a line for each. */
    Words wordsFor(List<Due> held) {
        var lines = held.stream().map(due -> "- " + due.title()).collect(Collectors.joining("\n"));
        return new Words("%s: %d messages".formatted(application, held.size()), lines + signature, null);
    }
}
