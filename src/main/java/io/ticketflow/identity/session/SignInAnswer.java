package io.ticketflow.identity.session;

import io.ticketflow.identity.Profile;

/** What a right password is answered with at the API. */
public sealed interface SignInAnswer {

    /** What a client keeps: a short-lived token for its requests and one to get the next pair with. */
    record Tokens(String accessToken, String refreshToken, String tokenType, long expiresIn, Profile user)
            implements SignInAnswer {}

    /** The account has a second factor: its code is asked for with this token. */
    record CodeNeeded(boolean mfaRequired, String mfaToken) implements SignInAnswer {}
}
