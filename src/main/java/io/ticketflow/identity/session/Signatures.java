package io.ticketflow.identity.session;

import io.ticketflow.identity.SignInSettings;
import io.ticketflow.platform.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Component;

/** Signs texts of links, so that every node recognises them later. Each purpose has a key of its own, which is derived from the secret of the access tokens. */
@Component
@NamedInterface("session")
public class Signatures {

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;

    Signatures(SignInSettings signIn, Secrets secrets) {
        this.secret = AccessTokens.secret(signIn, secrets).getBytes(StandardCharsets.UTF_8);
    }

    /** In characters that need no escape in an address. */
    public String of(String purpose, String text) {
        var key = hash(secret, "signature: " + purpose);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash(key, text));
    }

    public boolean isGenuine(String purpose, String text, String signature) {
        return MessageDigest.isEqual(
                of(purpose, text).getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hash(byte[] key, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
