package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.RequestDispatcher;
import java.net.URI;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.CannotCreateTransactionException;

class ErrorPageTests {

    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private ResponseEntity<Object> answered() {
        return Objects.requireNonNull(new ErrorPage().error(request, response));
    }

    @Test
    void what_fails_before_a_controller_is_reached_is_a_problem_too() {
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 500);
        request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/api/v1/tickets");

        var problem = answered().getBody();

        assertThat(problem).isInstanceOfSatisfying(ProblemDetail.class, said -> {
            assertThat(said.getStatus()).isEqualTo(500);
            assertThat(said.getInstance()).isEqualTo(URI.create("/api/v1/tickets"));
        });
    }

    @Test
    void who_cannot_be_signed_in_without_the_database_is_told_so() {
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 500);
        request.setAttribute(
                RequestDispatcher.ERROR_EXCEPTION,
                new CannotCreateTransactionException("", new SQLTransientConnectionException("timed out")));

        assertThat(answered().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(response.getHeader(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
    }

    @Test
    void nothing_is_added_to_what_has_begun_already() {
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 500);
        response.setCommitted(true);

        assertThat(new ErrorPage().error(request, response)).isNull();
    }
}
