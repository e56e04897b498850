package io.ticketflow.platform.logging;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what must not stand in a log, whoever wrote it: secrets altogether, addresses and phone numbers down to what tells one from another. It
 * rather takes too much: what follows {@code password:} is gone to the end of the clause.
 */
public final class Masking {

    private static final String MASK = "***";

    private static final String PASSWORD = "(?:password|passwd|passphrase|pwd)";
    private static final String SECRET =
            "(?:secret|token|credential|api[-_]?key|secret[-_]?key|authorization|cookie|session[-_]?id)";
    /** Behind a name: as it stands, with more of a name before an equals sign, or in quotes as in JSON. A class name before a line number is none of these. */
    private static final String IS = "(?:s?\\s*[:=]|[\\w.-]{0,40}(?:\\s*=|\\\\?[\"']\\s*[:=]))\\s*";

    private static final String QUOTED = "\\\\\"[^\"]*\"?|\"(?:\\\\.|[^\"\\\\])*+\"?|'[^']*'?";

    private static final List<Rule> RULES = List.of(
            // What the database could not read, such as a text where it expected a number: to the end of the message.
            Rule.of("(\\bERROR: [^\"\\n]{1,200}: )\"[\\s\\S]*?(?=\\n\\s*(?:at |###|Caused by:)|\\z)", "$1***"),
            // A database's address, where an operator may have left / and @ in the password as they are.
            Rule.of("(postgres(?:ql)?://[^\\s/:@\"']*:)[^\\s\"']+@", "$1***@"),
            Rule.of("(://[^\\s/:@\"']*:)[^\\s\"'/?#@]+@", "$1***@"),
            Rule.of("(?i:(\\bBearer\\s+))[\\w.~+/=-]{4,}", "$1***"),
            Rule.of("(?i:(\\bBasic\\s+))(?=[a-z+/]*[A-Z0-9=])[A-Za-z0-9+/=]{6,}", "$1***"),
            Rule.of("\\beyJ[\\w-]+\\.[\\w-]+(?:\\.[\\w-]*)?", MASK),
            Rule.of("\\btfp_[\\w-]+", "tfp_***"),
            Rule.of("\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]+", MASK),
            Rule.of("(?i)(" + PASSWORD + IS + ")(?:" + QUOTED + "|[^,;&)\\]}\"'\\n<>]+)", "$1***"),
            Rule.of("(?i)(" + SECRET + IS + ")(?:" + QUOTED + "|[^\\s,;&)\\]}\"'<>]+)", "$1***"),
            // 32 random bytes, which is what tokens of ours are, standing alone.
            Rule.of(
                    "(?<![\\w-])(?=[\\w-]{43}(?![\\w-]))(?=[\\w-]*\\d)(?=[\\w-]*[A-Z])(?=[\\w-]*[a-z])[\\w-]{43}",
                    MASK),
            // Each run of characters is looked at once, from its beginning: a long one must not cost its square.
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
