package io.ticketflow.portal;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.web.IdempotencyKey;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Each form has a key in a hidden field, so that a form that is sent twice by a double click acts once. With other words the form is another request. */
final class FormKey {

    static final String FIELD = "formKey";

    private FormKey() {}

    static String next() {
        return UUID.randomUUID().toString();
    }

    /** The key of the form that was sent. Its own key and all that was entered are parts of it. */
    static IdempotencyKey of(HttpServletRequest request, Actor by) {
        var entered = new TreeMap<>(request.getParameterMap())
                .entrySet().stream()
                        .filter(field -> !field.getKey().equals("_csrf"))
                        .map(field -> field.getKey() + "=" + String.join(",", field.getValue()))
                        .collect(Collectors.joining("\n"));
        return of(request, by, request.getParameter(FIELD), entered);
    }

    /** Like {@link #of(HttpServletRequest, Actor)}, for a form with files. */
    static IdempotencyKey of(HttpServletRequest request, Actor by, SentForm form) {
        return of(request, by, form.text(FIELD), form.words());
    }

    private static IdempotencyKey of(HttpServletRequest request, Actor by, @Nullable String key, String entered) {
        var words = key == null || key.isBlank() ? next() : entered;
        return IdempotencyKey.ofForm(
                Objects.requireNonNull(by.userId()),
                request.getMethod() + " " + request.getRequestURI(),
                UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8)).toString(),
                words);
    }
}
