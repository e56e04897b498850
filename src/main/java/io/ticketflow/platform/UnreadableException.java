package io.ticketflow.platform;

import java.util.List;
import java.util.Map;

/** The body is incomplete or malformed, or the request asks for far too much at once. */
public final class UnreadableException extends ProblemException {

    private final transient List<FieldError> errors;

    public UnreadableException(String detail) {
        this("UNREADABLE", detail, List.of());
    }

    /** Code {@code TOO_MUCH_AT_ONCE}. */
    public static UnreadableException tooMuchAtOnce(String detail) {
        return new UnreadableException("TOO_MUCH_AT_ONCE", detail, List.of());
    }

    private UnreadableException(String code, String detail, List<FieldError> errors) {
        super(code, detail, Map.of());
        this.errors = errors;
    }

    /** The body has a member that this request does not know. */
    public static UnreadableException unknownField(String field) {
        var message = "is not a field of this request";
        return new UnreadableException(
                "UNKNOWN_FIELD", "%s %s.".formatted(field, message), List.of(new FieldError(field, message)));
    }

    @Override
    public int status() {
        return 400;
    }

    @Override
    public List<FieldError> errors() {
        return errors;
    }
}
