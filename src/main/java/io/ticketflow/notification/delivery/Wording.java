package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.Links;
import io.ticketflow.notification.channel.SmsText;
import io.ticketflow.notification.channel.Words;
import io.ticketflow.platform.Settings;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Puts messages into the words of their channel. */
@Component
class Wording {

    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final String application;
    private final Settings settings;
    private final String signature;

    Wording(Settings settings) {
        this.application = settings.appName();
        this.settings = settings;
        this.signature = "\n\n-- \n%s, %s\n".formatted(settings.appName(), settings.appUrl());
    }

    Words wordsFor(Due due) {
        if (due.channel() == Channel.SMS) {
            return new Words(due.title(), SmsText.of(due.title(), Links.to(settings, due.ticket())), null);
        }
        if (due.channel() == Channel.SLACK) {
            return new Words(due.title(), forSlack(due), null);
        }
        return new Words(due.title(), due.body() + signature, null);
    }

    /** One message in place of several that a limit held back: a line for each. */
    Words wordsFor(List<Due> held) {
        var subject = "%s: %d messages".formatted(application, held.size());
        if (held.get(0).channel() == Channel.SMS) {
            return new Words(
                    subject, SmsText.list(subject, held.stream().map(Due::title).toList(), settings.appUrl()), null);
        }
        var lines = held.stream().map(due -> "- " + due.title()).collect(Collectors.joining("\n"));
        if (held.get(0).channel() == Channel.SLACK) {
            return new Words(subject, lines, null);
        }
        return new Words(subject, lines + signature, null);
    }

    private static String forSlack(Due due) {
        return "For " + due.readers() + (due.dueAt() == null ? "" : "\nDue " + AT.format(due.dueAt()));
    }
}
