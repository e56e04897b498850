package io.ticketflow.identity.session;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;
import javax.imageio.ImageIO;
import org.apache.commons.codec.binary.Base32;

/** Codes of six digits that change every 30 seconds (RFC 6238), as every authenticator shows them: HMAC-SHA-1 of a secret of 160 bits. */
final class Totp {

    private static final int SECRET_BYTES = 20;
    private static final int PICTURE_SIZE = 240;

    /** How many time steps a telephone's clock may be off. */
    private static final long DRIFT = 1;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TimeBasedOneTimePasswordGenerator GENERATOR = new TimeBasedOneTimePasswordGenerator();

    private Totp() {}

    static byte[] newSecret() {
        var secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return secret;
    }

    /** The secret as people type it. */
    static String text(byte[] secret) {
        return new Base32().encodeToString(secret).replace("=", "");
    }

    /** The address that an authenticator scans. */
    static String uri(byte[] secret, String issuer, String account) {
        return "otpauth://totp/%s:%s?secret=%s&issuer=%s"
                .formatted(encoded(issuer), encoded(account), text(secret), encoded(issuer));
    }

    static byte[] picture(String uri) {
        try {
            BitMatrix code = new QRCodeWriter().encode(uri, BarcodeFormat.QR_CODE, PICTURE_SIZE, PICTURE_SIZE);
            var image = new BufferedImage(code.getWidth(), code.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
            for (var y = 0; y < code.getHeight(); y++) {
                for (var x = 0; x < code.getWidth(); x++) {
                    image.setRGB(x, y, code.get(x, y) ? 0 : 0xFFFFFF);
                }
            }
            var png = new ByteArrayOutputStream();
            ImageIO.write(image, "png", png);
            return png.toByteArray();
        } catch (WriterException | IOException e) {
            throw new IllegalStateException("No picture of an address of " + uri.length() + " characters", e);
        }
    }

    /** The time step of a code; empty when the code is wrong, or not newer than the last accepted one. */
    static OptionalLong step(byte[] secret, String code, Instant now, long lastStep) {
        var step = now.getEpochSecond() / GENERATOR.getTimeStep().toSeconds();
        return LongStream.rangeClosed(step - DRIFT, step + DRIFT)
                .filter(candidate ->
                        candidate > lastStep && codeAt(secret, candidate).equals(code))
                .findFirst();
    }

    static String codeAt(byte[] secret, Instant instant) {
        try {
            return GENERATOR.generateOneTimePasswordString(
                    new SecretKeySpec(secret, GENERATOR.getAlgorithm()), instant, Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("No key of " + secret.length + " bytes", e);
        }
    }

    private static String codeAt(byte[] secret, long step) {
        return codeAt(
                secret,
                Instant.EPOCH.plus(Duration.ofSeconds(GENERATOR.getTimeStep().toSeconds() * step)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
