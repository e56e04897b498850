package io.ticketflow.identity.session;

import io.ticketflow.identity.Profile;

/** The answer of the API to a right password. */
public sealed interface SignInAnswer {

    /** The tokens for a client: a short-lived one for its requests, and one for getting the next pair. */
    record Tokens(String accessToken, String refreshToken, String tokenType, long expiresIn, Profile user)
            implements SignInAnswer {}

    /** The account has a second factor; the client sends the code with this token. */
    record CodeNeeded(boolean mfaRequired, String mfaToken) implements SignInAnswer {}
}
