package io.ticketflow.platform;

import java.util.Map;

/** The caller has no credentials, or wrong, expired or revoked ones. */
public final class NotSignedInException extends ProblemException {

    public NotSignedInException(String code, String detail) {
        super(code, detail, Map.of());
    }

    @Override
    public int status() {
        return 401;
    }
}
