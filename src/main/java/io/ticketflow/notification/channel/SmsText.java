package io.ticketflow.notification.channel;

import java.net.URI;
import java.util.List;

/**
 * The text of an SMS: short, with a link at its end. Networks send a text in segments, and each is paid for: 160 characters of the alphabet GSM-7, 153 if there
 * is more than one; with any other character 70 and 67.
 */
public final class SmsText {

    /** The link included. */
    public static final int LONGEST = 320;

    private static final String GSM_7 = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    /** These take two places each. */
    private static final String GSM_7_EXTENSION = "\f^{}\\[~]|€";

    private SmsText() {}

    /** Cuts the text so that the link fits behind it. */
    public static String of(String text, URI link) {
        return cut(onOneLine(text), LONGEST - 1 - link.toString().length()) + " " + link;
    }

    /** Lists as many lines as fit, says how many more there are, and ends with the link. */
    public static String list(String head, List<String> lines, URI link) {
        var most = LONGEST - 1 - link.toString().length();
        var text = new StringBuilder(onOneLine(head));
        for (var line = 0; line < lines.size(); line++) {
            var left = lines.size() - line;
            var next = (line == 0 ? ": " : "; ") + cut(onOneLine(lines.get(line)), 100);
            var rest = left == 1 ? "" : " and %d more".formatted(left - 1);
            if (text.length() + next.length() + rest.length() > most) {
                text.append(" and ").append(left).append(" more");
                break;
            }
            text.append(next);
        }
        return cut(text.toString(), most) + " " + link;
    }

    private static String onOneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var end = most - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                        .strip() + "…";
    }

    /** In how many segments networks send the text. */
    static int segments(String text) {
        var inGsm = text.chars().allMatch(each -> GSM_7.indexOf(each) >= 0 || GSM_7_EXTENSION.indexOf(each) >= 0);
        return inGsm ? segments(text, 160, 153) : segments(text, 70, 67);
    }

    /** A character that takes two places is never divided between two segments. */
    private static int segments(String text, int alone, int each) {
        var inGsm = alone == 160;
        var total = 0;
        var segments = 1;
        var inThis = 0;
        for (var at = 0; at < text.length(); at++) {
            var places = 1;
            if (inGsm) {
                places = GSM_7_EXTENSION.indexOf(text.charAt(at)) >= 0 ? 2 : 1;
            } else if (Character.isHighSurrogate(text.charAt(at)) && at + 1 < text.length()) {
                places = 2;
                at++;
            }
            total += places;
            if (inThis + places > each) {
                segments++;
                inThis = 0;
            }
            inThis += places;
        }
        return total <= alone ? 1 : segments;
    }
}
