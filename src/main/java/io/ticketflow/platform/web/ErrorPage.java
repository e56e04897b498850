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

/** Answers errors of the servlet container as problem documents. */
@Hidden
@RestController
class ErrorPage implements ErrorController {

    @RequestMapping("${server.error.path:/error}")
    @Nullable
    ResponseEntity<ProblemDetail> error(HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            // The answer has begun, so a problem document would be appended to it. The container cuts the connection
            // instead.
            return null;
        }
        var outage = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure
                ? DatabaseOutage.answerTo(failure)
                : Optional.<UnavailableException>empty();
        if (outage.isPresent()) {
            var problem = located(Problems.of(outage.get()), request);
            return ResponseEntity.status(problem.getStatus())
                    .header(HttpHeaders.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS)
                    .body(problem);
        }
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatus.valueOf(code)
                : HttpStatus.NOT_FOUND;
        var problem = located(Problems.of(status, status.name(), status.getReasonPhrase()), request);
        return ResponseEntity.status(status).body(problem);
    }

    private static ProblemDetail located(ProblemDetail problem, HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri) {
            Problems.locate(problem, uri);
        }
        return problem;
    }
}
