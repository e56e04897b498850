package io.ticketflow.report.export;

import java.util.regex.Pattern;

/** Makes texts harmless for spreadsheet programs, and fit into their cells. */
final class CellText {

    /** How many UTF-16 units a cell of a workbook holds. */
    static final int MOST = 32_767;

    /** The end of a text that was too long for a cell. */
    static final String CUT = "… (cut)";

    /**
     * A text that a spreadsheet program may take for a formula when it opens a CSV file, also with the wide signs of Japanese keyboards. Programs that remove white
     * space look behind it. Apostrophes in front belong to it, so that the added one can be told from a former one.
     */
    private static final Pattern FORMULA =
            Pattern.compile("'*(?:[\\t\\r\\n]|[\\s\\p{Z}]*[=+\\-@＝＋－＠]).*", Pattern.DOTALL);

    /** A text in which workbooks would see the code of a character, such as _x0041_ for A. */
    private static final Pattern CODE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

    private CellText() {}

    /** For CSV, which has no types: puts an apostrophe in front of what looks like a formula. The reader takes one apostrophe off again. */
    static String withoutFormula(String text) {
        return FORMULA.matcher(text).matches() ? "'" + text : text;
    }

    /** Cuts a text that is longer than a cell holds, between two characters. */
    static String cut(String text) {
        if (text.length() <= MOST) {
            return text;
        }
        var end = MOST - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    /** Writes characters that XML cannot hold as workbooks do: {@code _x0007_} for U+0007. */
    static String inXml(String text) {
        var codes = text.indexOf("_x") < 0 ? text : CODE.matcher(text).replaceAll("_x005F_");
        if (codes.codePoints().allMatch(CellText::isPlain)) {
            return codes;
        }
        var written = new StringBuilder();
        codes.codePoints().forEach(character -> {
            if (isPlain(character)) {
                written.appendCodePoint(character);
            } else if (Character.getType(character) == Character.SURROGATE) {
                // One half of a character, which is no character in any file.
                written.append('\uFFFD');
            } else {
                written.append("_x%04X_".formatted(character));
            }
        });
        return written.toString();
    }

    /** A carriage return is none of them, because XML parsers make a line feed of it. */
    private static boolean isPlain(int character) {
        return character == '\t'
                || character == '\n'
                || (character >= ' ' && character < 0xD800)
                || (character > 0xDFFF && character != 0xFFFE && character != 0xFFFF);
    }
}
