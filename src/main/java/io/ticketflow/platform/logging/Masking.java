package io.ticketflow.platform.logging;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes from a text what must not appear in a log, whichever code or library logs it: secrets are removed completely; of addresses and phone numbers so much
 * stays that they can be told apart. If in doubt it removes more: after {@code password:} the whole clause.
 */
public final class Masking {

    private static final String MASK = "***";

    private static final String PASSWORD = "(?:password|passwd|passphrase|pwd)";
    private static final String SECRET =
            "(?:secret|token|credential|api[-_]?key|secret[-_]?key|authorization|cookie|session[-_]?id)";
    /**
     * Matches what may stand between a name and its secret: a colon or an equals sign; the rest of the name before an equals sign; or the quotes of JSON. It
     * does not match a class name before a line number.
     */
    private static final String IS = "(?:s?\\s*[:=]|[\\w.-]{0,40}(?:\\s*=|\\\\?[\"']\\s*[:=]))\\s*";

    private static final String QUOTED = "\\\\\"[^\"]*\"?|\"(?:\\\\.|[^\"\\\\])*+\"?|'[^']*'?";

    private static final List<Rule> RULES = List.of(
            // The value that the database could not read, such as a text instead of a number: masked to the end of the
            // message.
            Rule.of("(\\bERROR: [^\"\\n]{1,200}: )\"[\\s\\S]*?(?=\\n\\s*(?:at |###|Caused by:)|\\z)", "$1***"),
            // The address of a database, in which the password may contain an unescaped / or @.
            Rule.of("(postgres(?:ql)?://[^\\s/:@\"']*:)[^\\s\"']+@", "$1***@"),
            Rule.of("(://[^\\s/:@\"']*:)[^\\s\"'/?#@]+@", "$1***@"),
            Rule.of("(?i:(\\bBearer\\s+))[\\w.~+/=-]{4,}", "$1***"),
            Rule.of("(?i:(\\bBasic\\s+))(?=[a-z+/]*[A-Z0-9=])[A-Za-z0-9+/=]{6,}", "$1***"),
            Rule.of("\\beyJ[\\w-]+\\.[\\w-]+(?:\\.[\\w-]*)?", MASK),
            Rule.of("\\btfp_[\\w-]+", "tfp_***"),
            Rule.of("\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]+", MASK),
            Rule.of("(?i)(" + PASSWORD + IS + ")(?:" + QUOTED + "|[^,;&)\\]}\"'\\n<>]+)", "$1***"),
            Rule.of("(?i)(" + SECRET + IS + ")(?:" + QUOTED + "|[^\\s,;&)\\]}\"'<>]+)", "$1***"),
            // A word of 43 characters: 32 random bytes in Base64, the form of our tokens.
            Rule.of(
                    "(?<![\\w-])(?=[\\w-]{43}(?![\\w-]))(?=[\\w-]*\\d)(?=[\\w-]*[A-Z])(?=[\\w-]*[a-z])[\\w-]{43}",
                    MASK),
            // The possessive quantifier and the lookbehind make the pattern visit each run of characters once;
            // otherwise a long run would cost the square of its length.
            Rule.of(
                    "(?U)(?<![\\w.%+-])([\\w.+-])[\\w.+-]*+(@|%40)((?:[\\w-]+\\.)+\\p{L}[\\w-]+)",
                    found -> found.group(1) + MASK + found.group(2) + found.group(3)),
            Rule.of("(?<![\\w+])(?:\\+|%2B)\\d(?:[ ()/.-]{0,2}\\d){6,14}(?!\\d)", Masking::phone));

    private record Rule(Pattern pattern, Function<MatchResult, String> replacement) {

        static Rule of(String pattern, String replacement) {
            return new Rule(Pattern.compile(pattern), found -> replacement.replace("$1", group(found)));
        }

        static Rule of(String pattern, Function<MatchResult, String> replacement) {
            return new Rule(Pattern.compile(pattern), replacement);
        }

        String apply(String text) {
            return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found)));
        }

        private static String group(MatchResult found) {
            return found.groupCount() > 0 ? found.group(1) : "";
        }
    }

    private Masking() {}

    public static String mask(String text) {
        var masked = text;
        for (var rule : RULES) {
            masked = rule.apply(masked);
        }
        return masked;
    }

    private static String phone(MatchResult found) {
        var digits = found.group().replace("%2B", "").replaceAll("\\D", "");
        return "+" + digits.substring(0, 2) + "*****" + digits.substring(digits.length() - 2);
    }
}
