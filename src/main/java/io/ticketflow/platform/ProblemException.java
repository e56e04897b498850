package io.ticketflow.platform;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request that cannot be granted, said so that a person understands it. One of a few kinds, each one HTTP status; the code is stable
 * (UPPER_SNAKE) and becomes the problem's type {@code urn:ticketflow:problem:lower-kebab}.
 */
public abstract sealed class ProblemException extends RuntimeException
        permits NotSignedInException,
                ForbiddenException,
                NotFoundException,
                ConflictException,
                PreconditionFailedException,
                InvalidException,
                TooLargeException,
                TooManyRequestsException,
                UnavailableException,
                UnreadableException {

    /** One thing that is wrong with one field. */
    public record FieldError(String field, String message) {}

    private final String code;
    private final transient Map<String, Object> properties;

    ProblemException(String code, String detail, Map<String, Object> properties) {
        super(detail);
        this.code = code;
        this.properties = Map.copyOf(properties);
    }

    /** The HTTP status this kind of problem has at every door. */
    public abstract int status();

    public String code() {
        return code;
    }

    /** More members of the problem document, such as {@code legal}. */
    public Map<String, Object> properties() {
        return properties;
    }

    public String type() {
        return "urn:ticketflow:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public List<FieldError> errors() {
        return List.of();
    }

    /** The message is never null: the constructor asks for one. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
