package io.ticketflow.notification.template;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a template, which is its file's path below the folder: {@code de/ticket-assigned.txt}.
 *
 * @param message null for a layout, which shows the words of every message that has no template of its own in this format
 */
record TemplateName(Language language, @Nullable Message message, Format format) {

    /** What a template writes. */
    enum Format {
        /** The line that says what happened: the subject of a mail, the title in the application. */
        SUBJECT,
        /** The words in paragraphs. */
        TXT,
        /** A whole page. */
        HTML,
        SMS,
        SLACK;

        String ending() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isHtml() {
            return this == HTML;
        }
    }

    private static final String LAYOUT = "layout";
    private static final Pattern FILE = Pattern.compile("([a-z]{2})/([a-z-]+)\\.([a-z]+)");

    static TemplateName layout(Language language, Format format) {
        return new TemplateName(language, null, format);
    }

    /** The template with this path; empty if no message needs such a template. */
    static Optional<TemplateName> of(String path) {
        var parts = FILE.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var language = Arrays.stream(Language.values())
                .filter(each -> each.code().equals(parts.group(1)))
                .findFirst();
        var format = Arrays.stream(Format.values())
                .filter(each -> each.ending().equals(parts.group(3)))
                .findFirst();
        if (language.isEmpty() || format.isEmpty()) {
            return Optional.empty();
        }
        if (parts.group(2).equals(LAYOUT)) {
            return format.filter(each -> each != Format.SUBJECT).map(each -> layout(language.get(), each));
        }
        return Message.called(parts.group(2)).map(message -> new TemplateName(language.get(), message, format.get()));
    }

    @Override
    public String toString() {
        return "%s/%s.%s".formatted(language.code(), message == null ? LAYOUT : message.fileName(), format.ending());
    }
}
