package io.ticketflow.platform;

import java.util.List;
import java.util.Map;

/** The request can be read, and its content is wrong. */
public final class InvalidException extends ProblemException {

    private final transient List<FieldError> errors;

    public InvalidException(String code, String detail, List<FieldError> errors) {
        super(code, detail, Map.of());
        this.errors = List.copyOf(errors);
    }

    /** Reports one wrong field under the general code {@code VALIDATION_FAILED}. */
    public static InvalidException field(String field, String message) {
        return new InvalidException(
                "VALIDATION_FAILED", field + ": " + message, List.of(new FieldError(field, message)));
    }

    @Override
    public int status() {
        return 422;
    }

    @Override
    public List<FieldError> errors() {
        return errors;
    }
}
