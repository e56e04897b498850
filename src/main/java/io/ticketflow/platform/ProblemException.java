package io.ticketflow.platform;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request that cannot be granted, explained for people. Each kind has one HTTP status. The code in UPPER_SNAKE never changes; the problem's type {@code
 * urn:ticketflow:problem:lower-kebab} is derived from it.
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

    /** An error of one field. */
    public record FieldError(String field, String message) {}

    private final String code;
    private final transient Map<String, Object> properties;

    ProblemException(String code, String detail, Map<String, Object> properties) {
        super(detail);
        this.code = code;
        this.properties = Map.copyOf(properties);
    }

    /** The HTTP status of this kind of problem, at every door. */
    public abstract int status();

    public String code() {
        return code;
    }

    /** Further members of the problem document, such as {@code legal}. */
    public Map<String, Object> properties() {
        return properties;
    }

    public String type() {
        return "urn:ticketflow:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public List<FieldError> errors() {
        return List.of();
    }

    /** Never null, because the constructor demands a message. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
