package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.Content;
import io.ticketflow.notification.channel.Links;
import io.ticketflow.notification.channel.SmsText;
import io.ticketflow.notification.template.Around;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Language;
import io.ticketflow.notification.template.Message;
import io.ticketflow.notification.template.Templates;
import io.ticketflow.notification.template.Words;
import io.ticketflow.platform.Settings;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes messages for their channel, in the language and time zone that their reader has now. */
@Component
class MessageWriter {

    /** Is written as "UTC", where an offset would be "Z". */
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final Templates templates;
    private final Settings settings;

    MessageWriter(Templates templates, Settings settings) {
        this.templates = templates;
        this.settings = settings;
    }

    Content contentOf(Due due) {
        var ticket = due.ticket();
        var link = Links.to(settings, ticket);
        var around = ticket == null
                ? new Around(null, null, due.turnOff())
                : new Around(ticket.number(), link.toString(), due.turnOff());
        var zone = Objects.requireNonNullElse(due.zone(), UTC);
        var message = due.message();
        var words = words(due, zone);
        if (due.channel() == Channel.SMS) {
            var text = templates.sms(message, due.facts(), words, due.language(), zone, around);
            return new Content(words.subject(), SmsText.of(text, link), null);
        }
        if (due.channel() == Channel.SLACK) {
            var inChannel = around.forSlack(due.readers(), due.dueAt());
            return new Content(
                    words.subject(),
                    templates.slack(message, due.facts(), words, due.language(), zone, inChannel),
                    null);
        }
        return mail(message, due.facts(), words, due.language(), zone, around);
    }

    /** One message in place of several that a limit held back: a line for each. */
    Content contentOf(List<Due> held) {
        var first = held.get(0);
        var language = first.language();
        var titles = held.stream().map(this::title).toList();
        var lines = titles.stream().map(title -> "- " + title).collect(Collectors.joining("\n"));
        var facts = Facts.none().code(Fact.COUNT, held.size()).said(Fact.SAID, null, lines);
        var words = templates.words(Message.DIGEST, facts, language, UTC);
        if (first.channel() == Channel.SMS) {
            return new Content(words.subject(), SmsText.list(words.subject(), titles, settings.appUrl()), null);
        }
        var around = new Around(null, settings.appUrl().toString(), null);
        if (first.channel() == Channel.SLACK) {
            return new Content(
                    words.subject(), templates.slack(Message.DIGEST, facts, words, language, UTC, around), null);
        }
        return mail(Message.DIGEST, facts, words, language, UTC, around);
    }

    /** In the language of now, which is English in Slack. */
    private String title(Due due) {
        return words(due, Objects.requireNonNullElse(due.zone(), UTC)).subject();
    }

    private Words words(Due due, ZoneId zone) {
        var message = due.message();
        return message == null
                ? Words.plain(due.title(), due.body())
                : templates.words(message, due.facts(), due.language(), zone);
    }

    private Content mail(
            @Nullable Message message, Facts facts, Words words, Language language, ZoneId zone, Around around) {
        return new Content(
                words.subject(),
                templates.text(words, language, around),
                templates.html(message, facts, words, language, zone, around));
    }
}
