package io.ticketflow.platform;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE_USE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells texts that a person can read from blank ones. A text of blanks and invisible characters is blank, too. */
public final class VisibleText {

    /** Letters and symbols of Unicode that are drawn as nothing: the fillers of Hangul, and the empty pattern of Braille. */
    private static final Set<Integer> DRAWN_AS_NOTHING = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800);

    /** From here on Unicode keeps the characters without a meaning invisible; elsewhere they may be new signs that this Java does not know. */
    private static final int INVISIBLE_PLANE = 0xE0000;

    private VisibleText() {}

    /** This member of a request must be a text with a visible character. */
    @Documented
    @Constraint(validatedBy = Check.class)
    @Target({FIELD, METHOD, PARAMETER, TYPE_USE})
    @Retention(RUNTIME)
    public @interface Required {

        String message() default "must not be empty";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    static final class Check implements ConstraintValidator<Required, String> {

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            return !isMissing(text);
        }
    }

    /** Whether there is no text, or a blank one. */
    public static boolean isMissing(@Nullable String text) {
        return text == null || !is(text);
    }

    /** Whether the text has a character that people see. A mark, such as an accent or a variation selector, is not one without its letter. */
    public static boolean is(String text) {
        return text.codePoints().anyMatch(VisibleText::isSeen);
    }

    private static boolean isSeen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK -> false;
            case Character.UNASSIGNED -> codePoint < INVISIBLE_PLANE;
            default -> !DRAWN_AS_NOTHING.contains(codePoint);
        };
    }
}
