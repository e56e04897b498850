package io.ticketflow.notification.template;

import static io.ticketflow.notification.template.Fact.ADDRESS;
import static io.ticketflow.notification.template.Fact.ASSIGNEE;
import static io.ticketflow.notification.template.Fact.ATTACHED;
import static io.ticketflow.notification.template.Fact.BY;
import static io.ticketflow.notification.template.Fact.CATEGORY;
import static io.ticketflow.notification.template.Fact.CLOSES;
import static io.ticketflow.notification.template.Fact.COUNT;
import static io.ticketflow.notification.template.Fact.DUE;
import static io.ticketflow.notification.template.Fact.END;
import static io.ticketflow.notification.template.Fact.FILE;
import static io.ticketflow.notification.template.Fact.LINK;
import static io.ticketflow.notification.template.Fact.MERGED;
import static io.ticketflow.notification.template.Fact.NEWS;
import static io.ticketflow.notification.template.Fact.NUMBER;
import static io.ticketflow.notification.template.Fact.OTHER_NUMBER;
import static io.ticketflow.notification.template.Fact.OTHER_TITLE;
import static io.ticketflow.notification.template.Fact.PERIOD;
import static io.ticketflow.notification.template.Fact.PERSON;
import static io.ticketflow.notification.template.Fact.PRIORITY;
import static io.ticketflow.notification.template.Fact.PROMISE;
import static io.ticketflow.notification.template.Fact.REASON;
import static io.ticketflow.notification.template.Fact.REFUSAL;
import static io.ticketflow.notification.template.Fact.REMARK;
import static io.ticketflow.notification.template.Fact.REMINDERS;
import static io.ticketflow.notification.template.Fact.SAID;
import static io.ticketflow.notification.template.Fact.SILENCE;
import static io.ticketflow.notification.template.Fact.STAGE;
import static io.ticketflow.notification.template.Fact.TITLE;
import static io.ticketflow.notification.template.Fact.WAITS;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The messages that have words. The name of a message begins with the name of its event; mails about accounts, reports and digests have no event. */
public enum Message {
    TICKET_CREATED("The requester submitted the ticket: a receipt.", DUE),
    TICKET_CREATED_FOR_YOU("Another person submitted the ticket for the requester.", BY, DUE),
    TICKET_CREATED_WATCHER("A person watches the ticket from the beginning.", BY),
    TICKET_CREATED_REQUESTER("A person is the ticket's requester from now on.", BY),
    STATUS_CHANGED_BEGUN("Work begins; for the requester.", ASSIGNEE),
    STATUS_CHANGED_BEGUN_WATCHER("Work begins; for people who watch.", ASSIGNEE),
    STATUS_CHANGED_WAITS("The ticket waits for a person other than the requester.", STAGE, SAID),
    STATUS_CHANGED_GOES_ON("Work goes on, because another ticket was merged into this one; for the requester.", SAID),
    STATUS_CHANGED_REQUESTER("The ticket has another requester; for the former one.", BY, PERSON),
    STATUS_CHANGED_MERGED(
            "Another ticket was merged into this one; for the assignee.", BY, OTHER_NUMBER, OTHER_TITLE, PRIORITY, DUE),
    COMMENT_ADDED("A public comment.", SAID),
    COMMENT_ADDED_INTERNAL("An internal note.", SAID),
    COMMENT_ADDED_ANSWER("An answer about the solution; for the requester.", SAID, END, CLOSES),
    COMMENT_ADDED_SOLUTION(
            "The requester wrote about the solution, or attached a file; for the assignee.", BY, SAID, FILE),
    COMMENT_ADDED_RECEIPT("The requester wrote about the solution, or attached a file; for the requester.", FILE),
    NOTICE("The process owner wrote the message into the model of the ticket.", NEWS, SAID),
    ESCALATION_ACKNOWLEDGED("A person takes care of the escalation.", BY),
    TICKET_ASSIGNED("The ticket is the reader's now.", BY, PRIORITY, CATEGORY),
    TICKET_ASSIGNED_AWAY("The ticket is the reader's no longer.", ASSIGNEE),
    TICKET_CLOSED("The ticket is closed.", BY, SILENCE, SAID, MERGED),
    RESOLUTION_PROPOSED("The requester is asked to confirm the solution.", SAID, REMARK, END, CLOSES),
    RESOLUTION_PROPOSED_NO_ANSWER("The wait for an answer of the requester has ended.", SAID, REMARK, END, CLOSES),
    RESOLUTION_PROPOSED_WATCHER("A solution is offered; for people who watch.", SAID),
    RESOLUTION_PROPOSED_REQUESTER("A person is the requester of a solved ticket from now on.", BY, SAID),
    INFO_REQUESTED("The requester is asked a question.", SAID, REMINDERS, END, CLOSES),
    INFO_REQUESTED_REMINDER("The requester is reminded of the question.", END, CLOSES),
    INFO_REQUESTED_WATCHER("The requester is asked a question; for people who watch.", SAID),
    INFO_REQUESTED_REQUESTER("A person is the requester of a waiting ticket from now on.", BY, END, CLOSES),
    REQUESTER_LEFT("The account of the requester has ended; for the people who work on the ticket.", PERSON, WAITS),
    TICKET_REOPENED("The solution was rejected; for the assignee.", BY, SAID),
    TICKET_REOPENED_ESCALATED("The solution was rejected, and the ticket went up; for the assignee.", BY, SAID),
    TICKET_REOPENED_WATCHER("The solution was rejected; for people who watch.", BY, SAID),
    SLA_WARNING("A deadline is near.", PROMISE, DUE),
    SLA_BREACHED("A deadline has passed.", PROMISE, DUE),
    ESCALATION_RAISED("People are called, and one of them has to acknowledge it.", REASON, SAID),
    ESCALATION_RAISED_CRITICAL("People hear of a ticket of the highest priority.", REASON, SAID),
    MAIL_REFUSED("Mails do not reach a person; for administrators.", Subject.ITSELF, PERSON, ADDRESS, REFUSAL),
    MAIL_REFUSED_SERVER(
            "The mail server takes no mails; for administrators.", Subject.ITSELF, PERSON, ADDRESS, REFUSAL),
    DIGEST("Several messages that a limit held back leave as one: a line for each.", Subject.ITSELF, COUNT, SAID),
    REPORT(
            "A report that a person subscribed for the reader, with its file.",
            Subject.ITSELF,
            PERSON,
            Fact.REPORT,
            PERIOD,
            LINK,
            ATTACHED),
    ACCOUNT_VERIFY_ADDRESS("A person registered and has to confirm the address.", Subject.ACCOUNT),
    ACCOUNT_ADDRESS_KNOWN("A person registered with the address of an account.", Subject.ACCOUNT),
    ACCOUNT_RESET_PASSWORD("A person asked for a new password.", Subject.ACCOUNT),
    ACCOUNT_INVITATION("An administrator created the account.", Subject.ACCOUNT),
    ACCOUNT_NEW_ADDRESS("An administrator gave the account this address.", Subject.ACCOUNT),
    ACCOUNT_ADDRESS_CHANGED("An administrator gave the account another address than this one.", Subject.ACCOUNT),
    ACCOUNT_PASSWORD_CHANGED("The password was changed.", Subject.ACCOUNT);

    /** What a message is about. */
    enum Subject {
        TICKET(NUMBER, TITLE),
        ACCOUNT(PERSON, LINK),
        ITSELF;

        @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor only
        private final Set<Fact> facts = EnumSet.of(Fact.APPLICATION);

        Subject(Fact... facts) {
            this.facts.addAll(Arrays.asList(facts));
        }
    }

    private final String meaning;
    private final Subject subject;

    @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor only
    private final Set<Fact> facts;

    Message(String meaning, Fact... facts) {
        this(meaning, Subject.TICKET, facts);
    }

    Message(String meaning, Subject subject, Fact... facts) {
        this.meaning = meaning;
        this.subject = subject;
        this.facts = EnumSet.copyOf(subject.facts);
        this.facts.addAll(Arrays.asList(facts));
    }

    public static Optional<Message> called(String name) {
        return Arrays.stream(values())
                .filter(message -> message.fileName().equals(name))
                .findFirst();
    }

    /** The name of its files, without language and ending, such as {@code ticket-assigned-away}. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The facts that its templates may use; some of them may be missing. */
    Set<Fact> facts() {
        return facts;
    }

    /** When it is sent, and to whom. */
    String meaning() {
        return meaning;
    }

    boolean isAbout(Subject what) {
        return subject == what;
    }
}
