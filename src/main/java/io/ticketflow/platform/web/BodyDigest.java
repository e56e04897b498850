package io.ticketflow.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Computes the digest of the bodies of requests with an {@code Idempotency-Key}, while the bodies are read. */
@ControllerAdvice
class BodyDigest extends RequestBodyAdviceAdapter {

    /** Answers the SHA-256 of a body, in hexadecimal digits. */
    @FunctionalInterface
    interface Digest {
        String sha256();
    }

    private static final String ATTRIBUTE = BodyDigest.class.getName();

    /** The digest of what has been read of the request so far; of nothing if the request has no body. */
    static Digest of(HttpServletRequest request) {
        return () -> {
            var digest = request.getAttribute(ATTRIBUTE);
            var read = digest instanceof MessageDigest body ? copy(body) : sha256();
            return HexFormat.of().formatHex(read.digest());
        };
    }

    static Digest of(String words) {
        return () -> HexFormat.of().formatHex(sha256().digest(words.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean supports(MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return request().getHeader(IdempotencyKeyArgument.HEADER) != null;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converter)
            throws IOException {
        var digest = sha256();
        request().setAttribute(ATTRIBUTE, digest);
        var body = new DigestInputStream(message.getBody(), digest);
        return new HttpInputMessage() {
            @Override
            public InputStream getBody() {
                return body;
            }

            @Override
            public HttpHeaders getHeaders() {
                return message.getHeaders();
            }
        };
    }

    private static HttpServletRequest request() {
        return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
    }

    /** Copies the digest, because reading it resets it, and callers may ask more than once. */
    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("Every Java can copy a SHA-256", impossible);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java knows SHA-256", impossible);
        }
    }
}
