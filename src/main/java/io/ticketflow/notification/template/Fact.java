package io.ticketflow.notification.template;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a message may be made of. The name of a fact in templates is {@link #key()}. */
public enum Fact {
    NUMBER(Kind.CODE, "the number of the ticket", "TKT-1042"),
    TITLE(Kind.TEXT, "the title of the ticket", "Disk full on db3"),
    BY(Kind.TEXT, "the name of the person who acted; missing when the system did", "Leo Lead"),
    PERSON(
            Kind.TEXT,
            "the name of the person whom the message is about; missing in a mail about an account when it could pass for a text",
            "Uma User"),
    ASSIGNEE(Kind.TEXT, "the name of the person who works on the ticket; missing when there is none", "Emil Engineer"),
    DUE(Kind.INSTANT, "the instant of a deadline", "2026-11-30T14:05:00Z"),
    PRIORITY(Kind.CODE, "the priority of the ticket", "P2"),
    CATEGORY(Kind.CODE, "the category of the ticket", "VM"),
    STAGE(Kind.TEXT, "the name of the state in the ticket's model; missing when it has none", "Waiting for the vendor"),
    SAID(
            Kind.SAID,
            "what a person wrote, after their name; missing when they wrote nothing",
            "Which host is it?\n\nPlease send the output of df, too."),
    NEWS(
            Kind.TEXT,
            "what happens to the ticket, in the words of a process owner; missing when the model computed nothing",
            "still waits for the vendor"),
    REMARK(Kind.SAID, "a second text, after the name of the person who wrote it", "Reboot it tonight."),
    REMINDERS(Kind.SPANS, "after which times the model reminds the requester; missing when it does not", "PT24H,PT72H"),
    END(Kind.SPAN, "after which time the model ends the wait; missing when it does not", "PT168H"),
    CLOSES(Kind.FLAG, "whether the ticket is closed at the end of the wait", "true"),
    WAITS(Kind.FLAG, "whether the ticket waits for its requester", "true"),
    SILENCE(Kind.FLAG, "whether the ticket was closed because its solution was not rejected in time", "true"),
    MERGED(Kind.FLAG, "whether the ticket was merged into another one", "true"),
    FILE(Kind.FLAG, "whether a file was attached; otherwise a comment was written", "true"),
    PROMISE(Kind.CODE, "which promise is meant", "RESPONSE,RESOLUTION"),
    REASON(
            Kind.CODE,
            "why people are called",
            "MANUAL,RESPONSE_BREACH,RESOLUTION_BREACH,REOPENED_TWICE,ACK_TIMEOUT,CRITICAL_PRIORITY"),
    OTHER_NUMBER(Kind.CODE, "the number of the ticket that was merged into this one", "TKT-1043"),
    OTHER_TITLE(Kind.TEXT, "the title of the ticket that was merged into this one", "No space left on db3"),
    COUNT(Kind.CODE, "how many messages a limit held back", "3"),
    ADDRESS(Kind.TEXT, "a mail address", "uma..user@example.org"),
    REFUSAL(Kind.TEXT, "why the mail server refused a mail", "The mail server refused the recipient: 550 5.1.1"),
    LINK(
            Kind.LINK,
            "the address with which the reader goes on; missing when there is none",
            "https://help.example.org/go?token=example"),
    REPORT(
            Kind.CODE,
            "the report, as requests call it",
            "tickets,escalations,sla-compliance,engineer-performance,trends"),
    PERIOD(
            Kind.TEXT,
            "the first and the last day of a report, with their time zone",
            "2026-11-23 – 2026-11-29 (Europe/Berlin)"),
    ATTACHED(Kind.FLAG, "whether the file of a report is in the mail; otherwise it is too large", "true"),
    APPLICATION(Kind.TEXT, "the name of the installation (APP_NAME)", "Ticketflow");

    /** How a fact is kept and shown. */
    enum Kind {
        /** One of a few words that never change, to compare with, such as {@code P1}. */
        CODE,
        /** A line that a person or a model wrote. */
        TEXT,
        /** What a person wrote, in any number of lines. It is set apart from our words. */
        SAID,
        /** Shown as people of the language write it, in the reader's time zone. */
        INSTANT,
        /** A length of time. */
        SPAN,
        SPANS,
        FLAG,
        /** An address that a reader opens; a paragraph with nothing else becomes a button. */
        LINK
    }

    private static final Pattern WORD_END = Pattern.compile("_(.)");

    private final Kind kind;
    private final String meaning;
    private final String example;

    Fact(Kind kind, String meaning, String example) {
        this.kind = kind;
        this.meaning = meaning;
        this.example = example;
    }

    static Optional<Fact> called(String key) {
        return Arrays.stream(values()).filter(fact -> fact.key().equals(key)).findFirst();
    }

    /** The name in templates and in {@code notifications.facts}, such as {@code otherNumber}. */
    public String key() {
        return WORD_END.matcher(name().toLowerCase(Locale.ROOT))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    Kind kind() {
        return kind;
    }

    String meaning() {
        return meaning;
    }

    /** What it is in the examples with which templates are checked; several codes are divided by commas. */
    String example() {
        return example;
    }
}
