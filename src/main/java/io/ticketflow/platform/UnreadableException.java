package io.ticketflow.platform;

import java.util.List;
import java.util.Map;

/** A body that cannot be understood: it breaks off, or is not what it says it is. */
public final class UnreadableException extends ProblemException {

    private final transient List<FieldError> errors;

    public UnreadableException(String detail) {
        this("UNREADABLE", detail, List.of());
    }

    private UnreadableException(String code, String detail, List<FieldError> errors) {
        super(code, detail, Map.of());
        this.errors = errors;
    }

    /** A member that the request does not have. */
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
