package io.ticketflow.notification.channel;

import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.identity.MailAddress;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.Enclosures.Enclosure;
import io.ticketflow.platform.CannotStartException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.Settings;
import jakarta.activation.DataHandler;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The operator's mail server. The application waits for no answer of it longer than {@link #PATIENCE}, and spends no more than {@link #LONGEST_MAIL} on one mail. */
@Component
public class MailServer implements Carrier {

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** For the connection with all that comes before the first mail, and for each mail. */
    private static final Duration LONGEST_MAIL = Duration.ofSeconds(30);
    /** On this port TLS begins with the connection. On other ports it begins as soon as the server offers STARTTLS. */
    private static final int TLS_FROM_THE_BEGINNING = 465;

    private static final int FIRST_REFUSAL = 400;
    private static final int PERMANENT_REFUSAL = 500;
    /** The server is shutting down; RFC 5321, 3.8. */
    private static final int CLOSING = 421;

    /** RFC 3463: the server itself has a fault for now, such as a full disk. */
    private static final String FAULT_OF_THE_SERVER = "4.3.";

    private static final int LONGEST_REASON = 200;
    private static final Pattern ADDRESS = Pattern.compile("\\S*@\\S*");
    private static final Pattern ENHANCED_STATUS = Pattern.compile("^\\d{3}[ -](\\d\\.\\d{1,3}\\.\\d{1,3})\\b");
    private static final Pattern NOT_ON_ONE_LINE = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

    private final ChannelSettings settings;
    private final Clock clock;
    private final InternetAddress from;
    private final PatientSockets sockets;
    private final Session session;
    private final Session unicodeSession;

    @Autowired
    public MailServer(ChannelSettings settings, Settings application, Clock clock) {
        this(settings, application, clock, PATIENCE);
    }

    /** For tests that wait for a server in vain. */
    public MailServer(ChannelSettings settings, Settings application, Clock clock, Duration patience) {
        this(settings, application, clock, patience, LONGEST_MAIL);
    }

    /** For tests with a server that answers slowly. */
    public MailServer(
            ChannelSettings settings, Settings application, Clock clock, Duration patience, Duration longestMail) {
        this.settings = settings;
        this.clock = clock;
        this.from = from(settings, application);
        this.sockets = new PatientSockets(longestMail);
        this.session = Session.getInstance(properties(settings, patience, sockets));
        this.unicodeSession = Session.getInstance(unicode(properties(settings, patience, sockets)));
    }

    private static InternetAddress from(ChannelSettings settings, Settings application) {
        var given = settings.mailFrom();
        try {
            var address = new InternetAddress(
                    given.isBlank() ? "no-reply@" + application.appUrl().getHost() : given, true);
            if (!given.isBlank()) {
                address.setAddress(sender(address.getAddress()));
            }
            if (address.getPersonal() == null) {
                address.setPersonal(application.appName(), StandardCharsets.UTF_8.name());
            }
            return address;
        } catch (AddressException | UnsupportedEncodingException | InvalidException e) {
            throw new CannotStartException(
                    "MAIL_FROM is '%s': it must be an address such as tickets@example.org, in ASCII before the @"
                            .formatted(given),
                    e);
        }
    }

    /** Refuses a sender with letters beyond ASCII before the {@code @}: then all mails would need SMTPUTF8 on their whole way. */
    private static String sender(String address) throws AddressException {
        var normal = MailAddress.of(address);
        if (MailAddress.needsUnicode(normal)) {
            throw new AddressException("not in ASCII");
        }
        return normal;
    }

    /** Angus Mail ignores a number of milliseconds that is a {@code long}. */
    private static Properties properties(ChannelSettings settings, Duration patience, PatientSockets sockets) {
        var properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", settings.smtpHost());
        properties.put("mail.smtp.port", settings.smtpPort());
        properties.put("mail.smtp.connectiontimeout", (int) CONNECTING.toMillis());
        properties.put("mail.smtp.timeout", (int) patience.toMillis());
        properties.put("mail.smtp.writetimeout", (int) patience.toMillis());
        properties.put("mail.smtp.socketFactory", sockets);
        // Otherwise a second attempt without these sockets would follow each failure.
        properties.put("mail.smtp.socketFactory.fallback", "false");
        properties.put("mail.smtp.auth", !settings.smtpUser().isBlank());
        properties.put("mail.smtp.ssl.enable", settings.smtpPort() == TLS_FROM_THE_BEGINNING);
        properties.put("mail.smtp.starttls.enable", true);
        properties.put("mail.smtp.ssl.checkserveridentity", true);
        return properties;
    }

    /** Lets mails have letters beyond ASCII in addresses; announces each of them with SMTPUTF8 if the server knows that. */
    private static Properties unicode(Properties properties) {
        properties.put("mail.mime.allowutf8", true);
        return properties;
    }

    /** Asks the server whether it takes an address with letters beyond ASCII before the {@code @}. */
    @EventListener
    public void on(IdentityEvent.AddressChosen chosen) {
        if (!takesUnicode()) {
            throw InvalidException.field(
                    "email",
                    "has letters beyond ASCII before the @, and no mail server takes them now: none is set up, it does not answer, or it does"
                            + " not announce SMTPUTF8");
        }
    }

    private boolean takesUnicode() {
        if (settings.obstacle(Channel.EMAIL).isPresent()) {
            return false;
        }
        try (var call = call()) {
            return call.takesUnicode();
        } catch (SendingFailedException e) {
            return false;
        }
    }

    @Override
    public Channel channel() {
        return Channel.EMAIL;
    }

    @Override
    public Conversation call() throws SendingFailedException {
        return new Conversation(connected(session));
    }

    private Transport connected(Session by) throws SendingFailedException {
        sockets.beginAnew();
        try {
            var transport = by.getTransport();
            if (settings.smtpUser().isBlank()) {
                transport.connect();
            } else {
                transport.connect(settings.smtpUser(), settings.smtpPassword());
            }
            return transport;
        } catch (AuthenticationFailedException e) {
            throw SendingFailedException.atTheServer("The mail server does not accept SMTP_USER and SMTP_PASSWORD", e);
        } catch (MessagingException e) {
            throw failure(e);
        }
    }

    /** A conversation with the server. */
    public final class Conversation implements Call {

        private final Transport transport;

        private Conversation(Transport transport) {
            this.transport = transport;
        }

        /** The receipt names the Message-ID, by which the server and its reports know the mail. */
        @Override
        public Receipt send(Letter mail) throws SendingFailedException {
            var recipient = recipientOf(mail);
            if (!MailAddress.needsUnicode(recipient)) {
                return send(mail, recipient, session, transport);
            }
            if (!takesUnicode()) {
                throw SendingFailedException.forGood(
                        "The recipient's address has letters beyond ASCII before the @, and the mail server does not announce SMTPUTF8",
                        null);
            }
            // Over a connection of its own, so that SMTPUTF8 is asked of no server for other mails.
            try (var own = connected(unicodeSession)) {
                return send(mail, recipient, unicodeSession, own);
            } catch (MessagingException e) {
                throw failure(e);
            }
        }

        private Receipt send(Letter mail, String recipient, Session by, Transport over) throws SendingFailedException {
            sockets.beginAnew();
            try {
                var message = message(mail, recipient, by);
                over.sendMessage(message, message.getAllRecipients());
                return new Receipt(message.getMessageID(), 1);
            } catch (MessagingException e) {
                throw failure(e);
            }
        }

        /** Whether the server announces SMTPUTF8. */
        boolean takesUnicode() {
            return transport instanceof SMTPTransport smtp && smtp.supportsExtension("SMTPUTF8");
        }

        @Override
        public boolean isAlive() {
            return transport.isConnected();
        }

        @Override
        public void close() {
            try {
                transport.close();
            } catch (MessagingException unfriendly) {
                // The server has already confirmed each mail that it took, so a failed goodbye loses none.
            }
        }
    }

    /** Checks the address again, because accounts of former versions may have one to which no server delivers. */
    private static String recipientOf(Letter mail) throws SendingFailedException {
        try {
            return MailAddress.of(mail.recipient());
        } catch (InvalidException e) {
            throw SendingFailedException.forGood("The recipient is not a mail address", e);
        }
    }

    private MimeMessage message(Letter mail, String recipient, Session by) throws MessagingException {
        var to = new InternetAddress();
        to.setAddress(recipient);
        var message = new NamedMessage(by, "<%s@%s>".formatted(mail.id(), domain()));
        message.setFrom(from);
        message.setRecipient(Message.RecipientType.TO, to);
        message.setSubject(onOneLine(mail.words().subject()), StandardCharsets.UTF_8.name());
        setContent(message, mail);
        message.setSentDate(Date.from(clock.instant()));
        // Tell automatic responders, such as absence notes, not to answer; Exchange knows only the second one.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Auto-Response-Suppress", "All");
        if (!mail.aboutAccount()) {
            message.setHeader("Precedence", "bulk");
        }
        if (mail.turnOff() != null) {
            message.setHeader("List-Unsubscribe", "<" + mail.turnOff() + ">");
            message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        if (mail.ticket() != null) {
            var conversation = "<ticket-%s@%s>".formatted(mail.ticket().id(), domain());
            message.setHeader("In-Reply-To", conversation);
            message.setHeader("References", conversation);
            var team = mail.ticket().teamId();
            message.setHeader(
                    "List-Id",
                    team == null
                            ? "<tickets.%s>".formatted(domain())
                            : "<team-%s.tickets.%s>".formatted(team, domain()));
        }
        message.saveChanges();
        return message;
    }

    private static void setContent(MimeMessage message, Letter mail) throws MessagingException {
        var words = mail.words();
        if (mail.enclosure() != null) {
            var body = new MimeBodyPart();
            setWords(body, words);
            message.setContent(new MimeMultipart("mixed", body, part(mail.enclosure())));
        } else {
            setWords(message, words);
        }
    }

    /** Mail programs show the last part that they can. */
    private static void setWords(MimePart target, Content words) throws MessagingException {
        if (words.html() == null) {
            target.setText(words.text(), StandardCharsets.UTF_8.name());
            return;
        }
        var text = new MimeBodyPart();
        text.setText(words.text(), StandardCharsets.UTF_8.name());
        var page = new MimeBodyPart();
        page.setText(words.html(), StandardCharsets.UTF_8.name(), "html");
        target.setContent(new MimeMultipart("alternative", text, page));
    }

    private static MimeBodyPart part(Enclosure file) throws MessagingException {
        var part = new MimeBodyPart();
        part.setDataHandler(
                new DataHandler(new ByteArrayDataSource(file.content().toByteArray(), file.mediaType())));
        part.setFileName(file.fileName());
        part.setDisposition(Part.ATTACHMENT);
        return part;
    }

    /** Removes line breaks, so that a text in a header cannot begin another header. */
    private static String onOneLine(String text) {
        return NOT_ON_ONE_LINE.matcher(text).replaceAll(" ").strip();
    }

    private String domain() {
        var address = from.getAddress();
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** A fault of this one mail is for good. A fault that may lie with the server or its settings is for this time, and the mail is tried again. */
    private static SendingFailedException failure(MessagingException e) {
        var recipient = find(SMTPAddressFailedException.class, e);
        if (recipient != null) {
            return refused(recipient.getReturnCode(), "the recipient", recipient, true);
        }
        var mail = find(SMTPSendFailedException.class, e);
        if (mail != null && mail.getReturnCode() >= FIRST_REFUSAL) {
            var begun = !String.valueOf(mail.getCommand()).startsWith("MAIL");
            return refused(mail.getReturnCode(), begun ? "the mail" : "the sender", mail, begun);
        }
        return SendingFailedException.atTheServer("The mail server does not answer: " + deepest(e), e);
    }

    private static <T extends MessagingException> @Nullable T find(Class<T> type, MessagingException chain) {
        for (@Nullable Exception each = chain;
                each instanceof MessagingException link;
                each = link.getNextException()) {
            if (type.isInstance(link)) {
                return type.cast(link);
            }
        }
        return null;
    }

    private static SendingFailedException refused(
            int code, String what, MessagingException answer, boolean theMailsOwnFault) {
        var status = ENHANCED_STATUS.matcher(String.valueOf(answer.getMessage()));
        var detail = status.find() ? status.group(1) : "";
        var reason = "The mail server refused %s: %d %s"
                .formatted(what, code, detail)
                .strip();
        if (!theMailsOwnFault || code == CLOSING || detail.startsWith(FAULT_OF_THE_SERVER)) {
            return SendingFailedException.atTheServer(reason, answer);
        }
        return code >= PERMANENT_REFUSAL
                ? SendingFailedException.forGood(reason, answer)
                : SendingFailedException.thisTime(reason, answer);
    }

    private static String deepest(MessagingException e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        var words =
                ADDRESS.matcher(onOneLine(String.valueOf(deepest.getMessage()))).replaceAll("…");
        return words.length() <= LONGEST_REASON ? words : words.substring(0, LONGEST_REASON);
    }

    /** Keeps its Message-ID, so that the recipient's server recognises a mail that was sent twice. */
    private static final class NamedMessage extends MimeMessage {

        private final String messageId;

        NamedMessage(Session session, String messageId) {
            super(session);
            this.messageId = messageId;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", messageId);
        }
    }
}
