package io.ticketflow.platform.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.platform.ProblemException.FieldError;
import io.ticketflow.platform.TooManyRequestsException;
import io.ticketflow.platform.database.DatabaseOutage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Writes problem documents (RFC 9457), and pages for people with browsers, also for filters, where no controller is involved. */
@Component
public class Problems {

    static final String RETRY_AFTER_SECONDS = "5";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final ObjectMapper json;

    Problems(ObjectMapper json) {
        this.json = json;
    }

    /** Answers 401 with the challenge that tells the client how to sign in. */
    public void notSignedIn(HttpServletRequest request, HttpServletResponse response, String challenge)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
        write(
                request,
                response,
                of(HttpStatus.UNAUTHORIZED, "UNAUTHENTICATED", "Sign in first: no valid credentials were sent."));
    }

    public void forbidden(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(request, response, of(HttpStatus.FORBIDDEN, "FORBIDDEN", "You may not do this."));
    }

    /** Answers 404 at an address that belongs to no door. */
    public void nothingHere(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(request, response, of(HttpStatus.NOT_FOUND, "NOT_FOUND", "There is nothing at this address."));
    }

    /** Answers a refusal with its status and code. */
    public void refused(HttpServletRequest request, HttpServletResponse response, ProblemException refusal)
            throws IOException {
        if (refusal instanceof TooManyRequestsException tooMany) {
            response.setHeader(HttpHeaders.RETRY_AFTER, seconds(tooMany.waitingTime()));
        }
        write(request, response, of(refusal));
    }

    /** In whole seconds, rounded up. */
    static String seconds(Duration duration) {
        return Long.toString(duration.plusMillis(999).toSeconds());
    }

    /** Answers 429 with the time after which the client may come back. */
    void rateLimited(HttpServletRequest request, HttpServletResponse response, long limit, long seconds)
            throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        write(
                request,
                response,
                of(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "RATE_LIMITED",
                        "At most %d of these are answered in a minute. Try again in %d s.".formatted(limit, seconds)));
    }

    void bodyTooLarge(HttpServletRequest request, HttpServletResponse response, int mebibytes) throws IOException {
        write(
                request,
                response,
                of(
                        HttpStatus.PAYLOAD_TOO_LARGE,
                        "BODY_TOO_LARGE",
                        "The body is too large: at most %d MiB are taken here.".formatted(mebibytes)));
    }

    void unknownKindOfBody(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(
                request,
                response,
                of(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE.name(),
                        "Content-Type must name one media type, without a wildcard."));
    }

    private void write(HttpServletRequest request, HttpServletResponse response, ProblemDetail problem)
            throws IOException {
        locate(problem, request.getRequestURI());
        response.setStatus(problem.getStatus());
        if (HtmlPage.isWanted(request)) {
            response.setContentType(HtmlPage.TYPE.toString());
            response.getWriter().write(HtmlPage.of(problem, request, response));
            return;
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), problem);
    }

    /** Sets the path as the problem's instance, unless it is no valid URI, which may be the very problem. */
    static void locate(ProblemDetail problem, String path) {
        try {
            problem.setInstance(new URI(path));
        } catch (URISyntaxException unusable) {
            problem.setInstance(null);
        }
    }

    /** The problem that a single request would have been answered with, for a request with several acts. */
    public static ProblemDetail of(RuntimeException failure, String path) {
        var problem = problem(failure, path);
        locate(problem, path);
        return problem;
    }

    private static ProblemDetail problem(RuntimeException failure, String path) {
        if (failure instanceof ProblemException refusal) {
            return of(refusal);
        }
        if (failure instanceof ConcurrencyFailureException) {
            return concurrentChange();
        }
        var outage = DatabaseOutage.answerTo(failure);
        if (outage.isPresent()) {
            return of(outage.get());
        }
        LOG.error("{} failed", path, failure);
        return ourMistake();
    }

    static ProblemDetail ourMistake() {
        return of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "INTERNAL_ERROR",
                "Something went wrong on our side. The request id leads to the log.");
    }

    static ProblemDetail concurrentChange() {
        return of(
                HttpStatus.CONFLICT,
                "CONCURRENT_CHANGE",
                "Another person changed it at the same moment. Read it again and decide anew.");
    }

    static ProblemDetail of(ProblemException exception) {
        var problem = of(HttpStatusCode.valueOf(exception.status()), exception.code(), exception.detail());
        exception.properties().forEach(problem::setProperty);
        if (!exception.errors().isEmpty()) {
            problem.setProperty("errors", exception.errors());
        }
        return problem;
    }

    static ProblemDetail of(HttpStatusCode status, String code, String detail, List<FieldError> errors) {
        var problem = of(status, code, detail);
        problem.setProperty("errors", errors);
        return problem;
    }

    static ProblemDetail of(HttpStatusCode status, String code, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(
                "urn:ticketflow:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-')));
        problem.setProperty("code", code);
        return problem;
    }
}
