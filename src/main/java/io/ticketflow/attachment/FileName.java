package io.ticketflow.attachment;

import io.ticketflow.platform.VisibleText;

/** Cleans the file name that a sender gave. */
final class FileName {

    private static final int MAX_LENGTH = 255;
    private static final int LONGEST_EXTENSION = 20;
    static final String UNNAMED = "unnamed";
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private FileName() {}

    /** Takes the last step of a path, removes invisible characters, and shortens a long name but keeps its extension. */
    static String of(String given) {
        var step = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        var name = step.codePoints()
                .filter(FileName::isSeen)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return VisibleText.isMissing(name.replace(".", "")) ? UNNAMED : shortened(name);
    }

    /** False also for the characters that turn the direction of writing, which make {@code exe.gpj} look like {@code jpg.exe}. */
    private static boolean isSeen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            // Some languages and some emoji need these two characters.
            case Character.FORMAT -> character == ZERO_WIDTH_NON_JOINER || character == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }

    private static String shortened(String name) {
        if (length(name) <= MAX_LENGTH) {
            return name;
        }
        var dot = name.lastIndexOf('.');
        var extension = dot > 0 && length(name.substring(dot)) <= LONGEST_EXTENSION ? name.substring(dot) : "";
        return name.substring(0, name.offsetByCodePoints(0, MAX_LENGTH - length(extension))) + extension;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
