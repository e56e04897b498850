package io.ticketflow.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/** A small page for people, in the looks of the sign-in page. */
public final class HtmlPage {

    static final MediaType TYPE = MediaType.parseMediaType("text/html;charset=UTF-8");

    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="%3$s">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>%1$s</title>
              <link rel="stylesheet" href="/pages.css">
            </head>
            <body>
            <main>
            <h1>%1$s</h1>
            %2$s</main>
            </body>
            </html>
            """;

    private static final String PROBLEM = """
            <p role="alert">%s</p>
            <p><a href="%s">%s</a></p>
            """;

    private static final Set<String> FORMS = Set.of("/login", "/forgot-password", "/reset-password", "/verify-email");

    private HtmlPage() {}

    /** The whole page, in English. Title and content are HTML. */
    public static String of(String title, String content) {
        return of("en", title, content);
    }

    /** The whole page, in another language. Title and content are HTML. */
    public static String of(String language, String title, String content) {
        return FRAME.formatted(title, content, language);
    }

    /** Whether a browser shows the answer to a person. */
    public static boolean isWanted(HttpServletRequest request) {
        return isWanted(request, request.getRequestURI());
    }

    /** At the doors for programs a problem is always answered as a document for programs. */
    static boolean isWanted(HttpServletRequest request, String path) {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null
                && accepted.contains(MediaType.TEXT_HTML_VALUE)
                && Stream.of("/api/", "/engine-rest", "/camunda/api/", "/v3/").noneMatch(path::startsWith);
    }

    /** The page for a problem, and the headers that it needs. */
    static String of(ProblemDetail problem, HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", CONTENT_POLICY);
        var detail = problem.getStatus() < HttpStatus.INTERNAL_SERVER_ERROR.value()
                ? problem.getDetail()
                : "%s Request id: %s".formatted(problem.getDetail(), RequestId.of(request));
        var form = formOf(request);
        return of(
                titleOf(problem.getStatus()),
                PROBLEM.formatted(
                        HtmlUtils.htmlEscape(String.valueOf(detail)),
                        form == null ? "/" : HtmlUtils.htmlEscape(form),
                        form == null ? "To the start page" : "Open the form again"));
    }

    /** The address of the form that was sent; null when none was. The token of a mail belongs to it. */
    private static @Nullable String formOf(HttpServletRequest request) {
        if (!FORMS.contains(request.getRequestURI()) || !request.getMethod().equals(HttpMethod.POST.name())) {
            return null;
        }
        var token = request.getParameter("token");
        return request.getRequestURI()
                + (token == null ? "" : "?token=" + UriUtils.encode(token, StandardCharsets.UTF_8));
    }

    private static String titleOf(int status) {
        return switch (status) {
            case 401 -> "Sign in first";
            case 403 -> "This is not for you";
            case 404 -> "There is no such page";
            case 429 -> "Too many requests";
            case 503 -> "Not available at the moment";
            default -> status < 500 ? "This did not work" : "Something went wrong";
        };
    }
}
