package io.ticketflow.process.sandbox;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngineException;
import org.jspecify.annotations.Nullable;

/** A regular expression that is matched in a time proportional to the text. Patterns that need backtracking, such as {@code \1}, are refused. */
final class LinearPattern {

    /** The approximate number of steps of a compiled pattern; each character of a text may take as many. */
    private static final int LARGEST = 100_000;

    private static final Pattern REPEATED = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

    private final Pattern pattern;
    private final Patience patience;

    /**
     * Compiles a pattern.
     *
     * @param flags FEEL's flags s, m and i
     * @throws ProcessEngineException that says why the pattern is refused
     */
    LinearPattern(String pattern, String flags, Patience patience) {
        this.patience = patience;
        if (size(pattern) > LARGEST) {
            throw refusal(pattern, "it repeats too much");
        }
        try {
            this.pattern = Pattern.compile(pattern, flagsOf(pattern, flags));
        } catch (PatternSyntaxException refused) {
            throw refusal(pattern, refused.getDescription());
        }
    }

    private static ProcessEngineException refusal(String pattern, String reason) {
        return new ProcessEngineException(
                "The pattern '%s' cannot be matched in a bounded time: %s.".formatted(pattern, reason));
    }

    /** The compiler expands repetitions, nested ones as often as the product of their counts. */
    private static long size(String pattern) {
        long size = pattern.length();
        var repeated = REPEATED.matcher(pattern);
        while (repeated.find() && size <= LARGEST) {
            size *= Math.max(number(repeated.group(1)), number(repeated.group(2)));
        }
        return size;
    }

    private static long number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 1 : Math.max(1, Long.parseLong(digits));
    }

    private static int flagsOf(String pattern, String flags) {
        var all = 0;
        for (var i = 0; i < flags.length(); i++) {
            var flag = flags.charAt(i);
            all |= switch (flag) {
                case 's' -> Pattern.DOTALL;
                case 'm' -> Pattern.MULTILINE;
                case 'i' -> Pattern.CASE_INSENSITIVE;
                default -> throw refusal(pattern, "the flag '%s' is not known".formatted(flag));
            };
        }
        return all;
    }

    boolean isIn(String text) {
        return in(text).find();
    }

    String replaced(String text, String replacement) {
        var result = new StringBuilder();
        var matcher = in(text);
        try {
            while (matcher.find()) {
                matcher.appendReplacement(result, replacement);
                BoundedFeel.checkLength(result);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException noSuchGroup) {
            throw new ProcessEngineException("The replacement '%s' cannot be read.".formatted(replacement));
        }
        matcher.appendTail(result);
        return result.toString();
    }

    /** Splits like Java: an empty match at the beginning causes no empty part, and every other part is kept. */
    List<String> split(String text) {
        var parts = new ArrayList<String>();
        var begin = 0;
        var matcher = in(text);
        while (matcher.find()) {
            if (matcher.end() > 0) {
                parts.add(text.substring(begin, matcher.start()));
                begin = matcher.end();
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    List<String> found(String text) {
        var found = new ArrayList<String>();
        var matcher = in(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private Matcher in(String text) {
        return pattern.matcher(new Impatient(text, patience));
    }

    /** Checks the time, because many characters and a large pattern together still take long. */
    private record Impatient(String text, Patience patience) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            patience.check();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
