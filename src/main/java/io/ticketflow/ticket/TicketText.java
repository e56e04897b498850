package io.ticketflow.ticket;

import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.ProblemException.FieldError;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.platform.WholeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of a ticket's texts, for all doors. Lengths are in characters, as the database counts them. */
final class TicketText {

    private static final int TITLE_LENGTH = 200;
    private static final int TAGS = 20;
    private static final int TAG_LENGTH = 50;

    private TicketText() {}

    static void check(String title, String description, List<String> tags) {
        var errors = new ArrayList<FieldError>();
        if (VisibleText.isMissing(title)
                || length(title) > TITLE_LENGTH
                || title.contains("\n")
                || title.contains("\r")) {
            errors.add(new FieldError("title", "must be one line of 1 to " + TITLE_LENGTH + " characters"));
        }
        if (length(description) > Comment.MAX_LENGTH) {
            errors.add(new FieldError("description", "must be at most " + Comment.MAX_LENGTH + " characters"));
        }
        if (tags.size() > TAGS || tags.stream().anyMatch(tag -> !isTag(tag))) {
            errors.add(new FieldError(
                    "tags",
                    "must be at most " + TAGS + " tags of 1 to " + TAG_LENGTH
                            + " characters on one line without a comma"));
        }
        checkCharacters("title", title, errors);
        checkCharacters("description", description, errors);
        tags.forEach(tag -> checkCharacters("tags", tag, errors));
        refuse(errors);
    }

    private static boolean isTag(String tag) {
        return !VisibleText.isMissing(tag) && length(tag) <= TAG_LENGTH && !tag.contains(Tags.SEPARATOR);
    }

    /** Checks a text of a move or a comment. */
    static void check(String field, @Nullable String text) {
        if (text == null) {
            return;
        }
        var errors = new ArrayList<FieldError>();
        if (length(text) > Comment.MAX_LENGTH) {
            errors.add(new FieldError(field, "must be at most " + Comment.MAX_LENGTH + " characters"));
        }
        checkCharacters(field, text, errors);
        refuse(errors);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static void checkCharacters(String field, String text, List<FieldError> errors) {
        if (text.indexOf('\0') >= 0) {
            errors.add(new FieldError(field, "must not contain the character U+0000"));
        }
        if (!WholeText.is(text)) {
            errors.add(new FieldError(field, "must not contain half of a character (a lone surrogate)"));
        }
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new InvalidException("VALIDATION_FAILED", "Some fields are wrong.", errors);
        }
    }
}
