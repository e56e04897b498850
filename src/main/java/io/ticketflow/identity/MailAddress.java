package io.ticketflow.identity;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.IDNA;
import io.ticketflow.platform.InvalidException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules for mail addresses to which a server can deliver. Before the {@code @} stands a dot-atom of RFC 5321, in which RFC 6531 allows letters beyond ASCII.
 * Behind it stands a domain of at least two labels, which is kept in ASCII ({@code xn--…}, by UTS 46 as in IDNA 2008). Quoted texts, IP addresses and names of a
 * single label are refused.
 */
public final class MailAddress {

    /** RFC 5321, 4.5.3.1: a path has 256 octets with its angle brackets. */
    private static final int MOST_OCTETS = 254;

    private static final int MOST_OCTETS_BEFORE_AT = 64;
    private static final String ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~\\P{ASCII}-]+";
    private static final Pattern DOT_ATOM = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
    private static final Pattern NOT_WRITTEN = Pattern.compile("[\\p{C}\\p{Z}]");
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile("(?:" + LABEL + "\\.)+(?!\\d+$)" + LABEL);
    private static final IDNA DOMAINS = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.CHECK_CONTEXTO);

    private MailAddress() {}

    /** The form in which an address is kept: lower case, its domain in ASCII. Refuses an address to which no server delivers. */
    public static String of(String text) {
        var address = text.strip();
        var at = address.lastIndexOf('@');
        if (at < 1) {
            throw refused("such as ada@example.org is needed");
        }
        var mailbox = mailbox(address.substring(0, at))
                .orElseThrow(() -> refused(
                        "has up to %d letters, digits or !#$%%&'*+/=?^_`{|}~- before the @, parted by single dots"
                                .formatted(MOST_OCTETS_BEFORE_AT)));
        var domain = domain(address.substring(at + 1))
                .orElseThrow(() -> refused("has a domain behind the @, such as example.org"));
        var normal = mailbox + "@" + domain;
        if (octets(normal) > MOST_OCTETS) {
            throw refused("has at most %d characters".formatted(MOST_OCTETS));
        }
        return normal;
    }

    private static InvalidException refused(String rule) {
        return InvalidException.field("email", "is not an e-mail address that mails reach: one that " + rule);
    }

    private static Optional<String> mailbox(String text) {
        var normal = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        return DOT_ATOM.matcher(normal).matches()
                        && octets(normal) <= MOST_OCTETS_BEFORE_AT
                        && !NOT_WRITTEN.matcher(normal).find()
                        && !hasInvisible(normal)
                        && asciiIn(normal) <= asciiIn(text)
                ? Optional.of(normal)
                : Optional.empty();
    }

    /** Joiners are left to the rules of the two parts: some scripts need them. */
    private static boolean hasInvisible(String text) {
        return text.codePoints()
                .filter(character -> character != 0x200C && character != 0x200D)
                .anyMatch(character -> UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT));
    }

    /** Signs such as the Kelvin sign become ASCII letters in lower case, and the address then is another person's. */
    private static long asciiIn(String text) {
        return text.chars().filter(character -> character < 128).count();
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A domain in ASCII and lower case; empty if it is none that the DNS knows. */
    static Optional<String> domain(String text) {
        if (hasInvisible(text)) {
            return Optional.empty();
        }
        var name = new StringBuilder(text.toLowerCase(Locale.ROOT));
        if (isBeyondAscii(name)
                || Arrays.stream(name.toString().split("\\.")).anyMatch(label -> label.startsWith("xn--"))) {
            var found = new IDNA.Info();
            name.setLength(0);
            DOMAINS.nameToASCII(text, name, found);
            if (found.hasErrors()) {
                return Optional.empty();
            }
        }
        return Optional.of(name.toString()).filter(DOMAIN.asMatchPredicate());
    }

    /** Whether only a mail server that announces SMTPUTF8 takes the address, because it has letters beyond ASCII before the {@code @}. */
    public static boolean needsUnicode(String normal) {
        return isBeyondAscii(normal);
    }

    private static boolean isBeyondAscii(CharSequence text) {
        return text.chars().anyMatch(character -> character >= 128);
    }
}
