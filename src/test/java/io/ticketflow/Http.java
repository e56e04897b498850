package io.ticketflow;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** An HTTP client of the running application. It follows no redirects, and keeps cookies only as a browser. */
public final class Http {

    private record Token(String value, long signedInAt) {}

    private static final Map<String, Token> TOKENS = new ConcurrentHashMap<>();

    /** A third of the fifteen minutes that an access token is valid: all tests together may take longer, and many move the clock by some minutes. */
    private static final long GOOD_FOR = Duration.ofMinutes(5).toNanos();

    private final HttpClient client;
    private final CookieManager cookies;
    private final String base;
    private final Map<String, String> headers;

    private Http(HttpClient client, CookieManager cookies, String base, Map<String, String> headers) {
        this.client = client;
        this.cookies = cookies;
        this.base = base;
        this.headers = headers;
    }

    public static Http on(int port) {
        return new Http(HttpClient.newHttpClient(), new CookieManager(), "http://localhost:" + port, Map.of());
    }

    public static Http browser(int port) {
        var cookies = new CookieManager();
        var client = HttpClient.newBuilder().cookieHandler(cookies).build();
        return new Http(client, cookies, "http://localhost:" + port, Map.of("Accept", "text/html,*/*"));
    }

    /** Signs in as a person of the demonstration. All tests share the token, because checking a password is slow. */
    public Http as(String handle) {
        var token = TOKENS.compute(
                base + handle,
                (key, known) -> known != null && System.nanoTime() - known.signedInAt() < GOOD_FOR
                        ? known
                        : new Token(signIn(handle), System.nanoTime()));
        return bearer(token.value());
    }

    /** Like {@link #as}, with a new session, for tests that move the clock beyond the life of a token. */
    public Http asAnew(String handle) {
        return bearer(signIn(handle));
    }

    private String signIn(String handle) {
        var answer = json(
                "POST",
                "/api/v1/auth/login",
                "{\"email\":\"%s\",\"password\":\"Ticketflow-demo-1\"}".formatted(handle));
        return JsonPath.read(answer.body(), "$.accessToken");
    }

    public Http with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Http(client, cookies, base, more);
    }

    public Http bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public Http basic(String name, String password) {
        var credentials = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    public String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    public HttpResponse<String> get(String path) {
        return send("GET", path, "", "*/*");
    }

    public HttpResponse<String> json(String method, String path, String body) {
        return send(method, path, body, "application/json");
    }

    public HttpResponse<String> form(String path, Map<String, String> fields) {
        var body = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send("POST", path, body, "application/x-www-form-urlencoded");
    }

    public HttpResponse<String> upload(String path, Multipart form) {
        return send(uploading(path, form), BodyHandlers.ofString());
    }

    private HttpRequest uploading(String path, Multipart form) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).POST(form.body());
        headers.forEach(request::setHeader);
        return request.setHeader("Content-Type", form.contentType()).build();
    }

    public HttpResponse<byte[]> download(String path) {
        return send(request("GET", path, "").build(), BodyHandlers.ofByteArray());
    }

    /** An answer that goes on until the caller closes its body. */
    public HttpResponse<InputStream> stream(String path) {
        return send(request("GET", path, "").build(), BodyHandlers.ofInputStream());
    }

    /** Answers the status without waiting for the end of the answer, which a stream does not have. */
    public int status(String method, String path, String body) {
        var request = request(method, path, body);
        if (!body.isEmpty()) {
            request.setHeader("Content-Type", "application/json");
        }
        var answer = send(request.build(), BodyHandlers.ofInputStream());
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer.statusCode();
    }

    public HttpResponse<String> send(String method, String path, String body, String contentType) {
        var request = request(method, path, body);
        if (!body.isEmpty()) {
            request.setHeader("Content-Type", contentType);
        }
        return send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> as) {
        try {
            return client.send(request, as);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
