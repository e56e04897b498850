package io.ticketflow.platform.web;

import io.swagger.v3.oas.annotations.Hidden;
import io.ticketflow.platform.UnavailableException;
import io.ticketflow.platform.database.DatabaseOutage;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers errors of the servlet container as problem documents, and to people with browsers as pages. */
@Hidden
@RestController
class ErrorPage implements ErrorController {

    @RequestMapping("${server.error.path:/error}")
    @Nullable
    ResponseEntity<Object> error(HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            // The answer has begun, so a problem document would be appended to it. The container cuts the connection
            // instead.
            return null;
        }
        var outage = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure
                ? DatabaseOutage.answerTo(failure)
                : Optional.<UnavailableException>empty();
        if (outage.isPresent()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS);
            return answer(Problems.of(outage.get()), request, response);
        }
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatus.valueOf(code)
                : HttpStatus.NOT_FOUND;
        return answer(Problems.of(status, status.name(), detailOf(status)), request, response);
    }

    private static String detailOf(HttpStatus status) {
        return switch (status) {
            case FORBIDDEN -> "You may not open this.";
            case NOT_FOUND -> "There is nothing at this address.";
            default -> status.getReasonPhrase();
        };
    }

    private static ResponseEntity<Object> answer(
            ProblemDetail problem, HttpServletRequest request, HttpServletResponse response) {
        var path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
                ? uri
                : request.getRequestURI();
        var answer = ResponseEntity.status(problem.getStatus());
        if (HtmlPage.isWanted(request, path)) {
            return answer.contentType(HtmlPage.TYPE).body(HtmlPage.of(problem, request, response));
        }
        Problems.locate(problem, path);
        return answer.body(problem);
    }
}
