package io.ticketflow;

import com.icegreen.greenmail.util.GreenMail;
import io.ticketflow.notification.delivery.TestPost;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The mails that people got. In tests mails are sent only by {@link #sendAll()}. */
@Component
public class Mails {

    /** The subject of a mail, its text, and the same as a page. */
    public record Mail(String subject, String text, String html) {

        private static final Pattern LINK = Pattern.compile("https?://\\S+");

        /** The first link in the text. */
        public String link() {
            return LINK.matcher(text)
                    .results()
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("There is no link in: " + text))
                    .group();
        }
    }

    private final TestPost post;
    private final GreenMail server = TestMailServer.running();

    Mails(TestPost post) {
        this.post = post;
    }

    /** Sends the mails that are due. */
    public void sendAll() {
        post.sendAll();
    }

    /** Forgets the mails that were sent so far. */
    public void forget() {
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (com.icegreen.greenmail.store.FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last mail to this address. */
    public Mail lastTo(String address) {
        var all = to(address);
        if (all.isEmpty()) {
            throw new AssertionError("No mail was sent to " + address);
        }
        return all.get(all.size() - 1);
    }

    /** All mails to this address, oldest first. */
    public List<Mail> to(String address) {
        return messages()
                .filter(message -> isTo(address, message))
                .map(Mails::read)
                .toList();
    }

    /** All mails with their headers. */
    public Stream<MimeMessage> messages() {
        return Arrays.stream(server.getReceivedMessages());
    }

    private static boolean isTo(String address, MimeMessage message) {
        try {
            return message.getAllRecipients()[0].toString().equalsIgnoreCase(address);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(MimeMultipart parts, int number) throws MessagingException, IOException {
        return ((String) parts.getBodyPart(number).getContent()).replace("\r\n", "\n");
    }

    private static Mail read(MimeMessage message) {
        try {
            var parts = (MimeMultipart) message.getContent();
            return new Mail(message.getSubject(), part(parts, 0), part(parts, 1));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
