package io.ticketflow.notification.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A message in the words of one language.
 *
 * @param subject one line
 * @param text the paragraphs, with an empty line between them
 * @param blocks the same words, divided by what they are
 */
public record Words(String subject, String text, List<Block> blocks) {

    private static final Pattern EMPTY_LINES = Pattern.compile("\n[ \t]*(?:\n[ \t]*)+");
    private static final Pattern SPACE = Pattern.compile("[\\p{Cntrl}\\s\\u0085\\u2028\\u2029]+");

    public Words {
        blocks = List.copyOf(blocks);
    }

    /** Words that the application wrote, or words of another person. */
    public enum Kind {
        WORDS,
        QUOTE,
        LINK
    }

    /** A part of a message, in lines. */
    public record Block(Kind kind, List<String> lines) {

        public Block {
            lines = List.copyOf(lines);
        }

        static Block of(Kind kind, String text) {
            return new Block(kind, text.lines().toList());
        }
    }

    /** The words of a message that was written without templates. */
    public static Words plain(String subject, String body) {
        return new Words(
                onOneLine(subject),
                body,
                Arrays.stream(EMPTY_LINES.split(body.strip()))
                        .filter(paragraph -> !paragraph.isBlank())
                        .map(paragraph -> Block.of(Kind.WORDS, paragraph))
                        .toList());
    }

    /** What two templates wrote, with marks where the texts of people belong. */
    static Words of(String subject, String text, Marks marks) {
        var paragraphs = Arrays.stream(
                        EMPTY_LINES.split(text.replace("\r\n", "\n").strip()))
                .map(String::strip)
                .filter(paragraph -> !paragraph.isEmpty())
                .toList();
        return new Words(
                onOneLine(marks.replacedIn(subject)),
                paragraphs.stream()
                        .map(marks::replacedIn)
                        .map(String::strip)
                        .filter(paragraph -> !paragraph.isEmpty())
                        .collect(Collectors.joining("\n\n")),
                paragraphs.stream()
                        .flatMap(paragraph -> marks.blocksOf(paragraph).stream())
                        .toList());
    }

    static String onOneLine(String text) {
        return SPACE.matcher(text).replaceAll(" ").strip();
    }

    /** Stands for texts of people and for links while a template is rendered, so that they are never taken for words of the template. */
    static final class Marks {

        /** No text has these characters: Unicode sets them aside for use inside of a program. */
        private static final String BEGIN = "\uFDD0";

        private static final String END = "\uFDD1";
        private static final Pattern MARK = Pattern.compile(BEGIN + "(\\d+)" + END);
        private static final Pattern ONE_OF_THEM = Pattern.compile("[" + BEGIN + END + "]");

        private final List<Object> marked = new ArrayList<>();

        static String without(String text) {
            return ONE_OF_THEM.matcher(text).replaceAll("");
        }

        /** Its text is the mark. Other than a string, it is never taken for "no" or "false" by a condition. */
        record Mark(String text) {
            @Override
            public String toString() {
                return text;
            }
        }

        Mark mark(Said said) {
            return add(said);
        }

        Mark markLink(String link) {
            return add(link);
        }

        private Mark add(Object what) {
            marked.add(what);
            return new Mark(BEGIN + (marked.size() - 1) + END);
        }

        String replacedIn(String text) {
            return MARK.matcher(text).replaceAll(found -> Matcher.quoteReplacement(plain(at(found.group(1)))));
        }

        private Object at(String place) {
            return Objects.requireNonNull(marked.get(Integer.parseInt(place)));
        }

        private static String plain(Object marked) {
            if (marked instanceof Said said) {
                return said.by() == null ? said.words() : said.by() + ": " + said.words();
            }
            return marked.toString();
        }

        List<Block> blocksOf(String paragraph) {
            var blocks = new ArrayList<Block>();
            var mark = MARK.matcher(paragraph);
            var behind = 0;
            while (mark.find()) {
                addWords(paragraph.substring(behind, mark.start()), blocks);
                behind = mark.end();
                if (at(mark.group(1)) instanceof Said said) {
                    addWords(said.by() == null ? null : said.by() + ":", blocks);
                    blocks.add(Block.of(Kind.QUOTE, said.words()));
                } else {
                    blocks.add(Block.of(Kind.LINK, at(mark.group(1)).toString()));
                }
            }
            addWords(paragraph.substring(behind), blocks);
            return blocks;
        }

        private static void addWords(@Nullable String words, List<Block> blocks) {
            if (words != null && !words.isBlank()) {
                blocks.add(Block.of(Kind.WORDS, words.strip()));
            }
        }
    }
}
