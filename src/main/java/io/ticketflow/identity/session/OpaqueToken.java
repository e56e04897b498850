package io.ticketflow.identity.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** A random secret that is handed out once. The database has its hash. A fast hash is enough, because 32 random bytes cannot be guessed. */
record OpaqueToken(String value) {

    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static OpaqueToken make() {
        return make("");
    }

    /** A secret with a prefix, by which it can be recognised. */
    static OpaqueToken make(String prefix) {
        var secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new OpaqueToken(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    byte[] hash() {
        return hash(value);
    }

    static byte[] hash(String value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "OpaqueToken";
    }
}
