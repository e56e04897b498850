package io.ticketflow.platform.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.NotSignedInException;
import io.ticketflow.platform.PreconditionFailedException;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.platform.ProblemException.FieldError;
import io.ticketflow.platform.TooManyRequestsException;
import io.ticketflow.platform.database.DatabaseOutage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers every exception of a controller as a problem document with a stable code, without any internals of the application. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> problem(ProblemException exception, WebRequest request) {
        var headers = new HttpHeaders();
        if (exception instanceof NotSignedInException) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (exception instanceof TooManyRequestsException tooMany) {
            headers.set(HttpHeaders.RETRY_AFTER, Problems.seconds(tooMany.waitingTime()));
        }
        if (exception instanceof PreconditionFailedException outdated) {
            headers.setETag(outdated.currentETag());
        }
        return answer(exception, Problems.of(exception), headers, request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> badParameter(BadParameterException exception, WebRequest request) {
        return badParameter(exception, exception.parameter(), String.valueOf(exception.getMessage()), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> concurrentChange(ConcurrencyFailureException exception, WebRequest request) {
        return answer(exception, Problems.concurrentChange(), request);
    }

    /** Two callers wanted the same unique value, and the second gets a conflict. Every other violated constraint is a fault of the application. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> violatedConstraint(DataIntegrityViolationException exception, WebRequest request)
            throws Exception {
        if (exception.getCause() instanceof ConstraintViolationException violation
                && violation.getKind() == ConstraintKind.UNIQUE) {
            return answer(
                    exception,
                    Problems.of(HttpStatus.CONFLICT, "ALREADY_EXISTS", "There is one like this already."),
                    request);
        }
        return anythingElse(exception, request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> notSignedIn(AuthenticationException exception, WebRequest request) {
        return problem(
                new NotSignedInException("UNAUTHENTICATED", "Sign in first: no valid credentials were sent."), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> forbidden(AccessDeniedException exception, WebRequest request) {
        return answer(exception, Problems.of(HttpStatus.FORBIDDEN, "FORBIDDEN", "You may not do this."), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> anythingElse(Exception exception, WebRequest request) throws Exception {
        if (hasBegun(request)) {
            // Rethrown, so that the container cuts the connection and the client does not take the half of an answer
            // for the whole.
            throw exception;
        }
        var outage = DatabaseOutage.answerTo(exception);
        if (outage.isPresent()) {
            LOG.warn(
                    "{}: {} ({})",
                    request.getDescription(false),
                    outage.get().detail(),
                    DatabaseOutage.reason(exception));
            var headers = new HttpHeaders();
            headers.set(HttpHeaders.RETRY_AFTER, Problems.RETRY_AFTER_SECONDS);
            return answer(exception, Problems.of(outage.get()), headers, request);
        }
        LOG.error("{} failed", request.getDescription(false), exception);
        return answer(exception, Problems.ourMistake(), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (!exception.getParameter().hasParameterAnnotation(RequestBody.class)) {
            var wrong = exception.getFieldErrors().get(0);
            return badParameter(
                    exception,
                    nameOf(wrong),
                    Expected.inQuery(wantedType(exception.getParameter(), nameOf(wrong))),
                    request);
        }
        var errors = exception.getFieldErrors().stream()
                .map(error -> new FieldError(error.getField(), String.valueOf(error.getDefaultMessage())))
                .toList();
        return invalid(exception, errors, request);
    }

    /**
     * Answers a wrong body with 422 and a wrong parameter with 400. A wrong body could be read and understood; with a wrong parameter it is unclear what the
     * caller asks for.
     */
    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException exception,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var bodyErrors = exception.getBeanResults().stream()
                .map(ParameterErrors::getFieldErrors)
                .flatMap(List::stream)
                .map(error -> new FieldError(error.getField(), String.valueOf(error.getDefaultMessage())))
                .toList();
        if (!bodyErrors.isEmpty()) {
            return invalid(exception, bodyErrors, request);
        }
        var wrong = exception.getValueResults().get(0);
        return badParameter(exception, nameOf(wrong), messageOf(wrong), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (exception.getCause() instanceof UnrecognizedPropertyException unknown) {
            return unreadable(exception, "UNKNOWN_FIELD", pathOf(unknown), "is not a field of this request", request);
        }
        if (exception.getCause() instanceof InvalidFormatException half
                && half.getValue() instanceof String
                && half.getTargetType() == String.class) {
            return unreadable(
                    exception,
                    "UNREADABLE_FIELD",
                    pathOf(half),
                    "has half of a character in it (a lone surrogate)",
                    request);
        }
        if (exception.getCause() instanceof MismatchedInputException mismatch
                && !mismatch.getPath().isEmpty()) {
            return unreadable(
                    exception, "UNREADABLE_FIELD", pathOf(mismatch), Expected.of(mismatch.getTargetType()), request);
        }
        return answer(
                exception,
                Problems.of(HttpStatus.BAD_REQUEST, "UNREADABLE", "The body is not readable JSON."),
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (exception instanceof MethodArgumentTypeMismatchException mismatch
                && mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return answer(exception, Problems.of(HttpStatus.NOT_FOUND, "NOT_FOUND", "There is nothing here."), request);
        }
        var type = exception instanceof MethodArgumentTypeMismatchException mismatch
                ? valueType(ResolvableType.forMethodParameter(mismatch.getParameter()))
                : exception.getRequiredType();
        return badParameter(exception, String.valueOf(exception.getPropertyName()), Expected.inQuery(type), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException exception,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return badParameter(exception, exception.getParameterName(), "is missing", request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(
                exception,
                Problems.of(HttpStatus.NOT_FOUND, "NOT_FOUND", "There is nothing at this address."),
                request);
    }

    /** Adds code and type to the errors that Spring answers itself, such as an unknown route, method or media type; all of them pass here. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception exception,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var problem = body instanceof ProblemDetail ours ? ours : springs(exception, status);
        if (request instanceof ServletWebRequest servlet) {
            Problems.locate(problem, servlet.getRequest().getRequestURI());
            if (HtmlPage.isWanted(servlet.getRequest()) && servlet.getResponse() != null && !hasBegun(request)) {
                var page = HtmlPage.of(problem, servlet.getRequest(), servlet.getResponse());
                return ResponseEntity.status(status)
                        .headers(headers)
                        .contentType(HtmlPage.TYPE)
                        .body(page);
            }
        }
        return super.handleExceptionInternal(exception, problem, headers, status, request);
    }

    private static boolean hasBegun(WebRequest request) {
        return request instanceof ServletWebRequest servlet
                && servlet.getResponse() != null
                && servlet.getResponse().isCommitted();
    }

    private static ProblemDetail springs(Exception exception, HttpStatusCode status) {
        var known = HttpStatus.valueOf(status.value());
        var detail =
                exception instanceof ErrorResponse response ? response.getBody().getDetail() : null;
        return Problems.of(status, known.name(), detail == null ? known.getReasonPhrase() : detail);
    }

    private @Nullable ResponseEntity<Object> badParameter(
            Exception exception, String parameter, String message, WebRequest request) {
        return unreadable(exception, "BAD_PARAMETER", parameter, message, request);
    }

    private @Nullable ResponseEntity<Object> unreadable(
            Exception exception, String code, String field, String message, WebRequest request) {
        var errors = List.of(new FieldError(field, message));
        return answer(
                exception, Problems.of(HttpStatus.BAD_REQUEST, code, field + " " + message + ".", errors), request);
    }

    private @Nullable ResponseEntity<Object> invalid(Exception exception, List<FieldError> errors, WebRequest request) {
        var detail = errors.size() == 1
                ? errors.get(0).field() + ": " + errors.get(0).message()
                : "Several fields are wrong.";
        return answer(
                exception, Problems.of(HttpStatus.UNPROCESSABLE_ENTITY, "VALIDATION_FAILED", detail, errors), request);
    }

    private @Nullable ResponseEntity<Object> answer(Exception exception, ProblemDetail problem, WebRequest request) {
        return answer(exception, problem, new HttpHeaders(), request);
    }

    private @Nullable ResponseEntity<Object> answer(
            Exception exception, ProblemDetail problem, HttpHeaders headers, WebRequest request) {
        return handleExceptionInternal(
                exception, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
    }

    /** A list's error may name an element, such as {@code status[1]}. */
    private static String nameOf(org.springframework.validation.FieldError wrong) {
        return wrong.getField().replaceFirst("\\[.*", "");
    }

    /** The type of a component of a record of parameters; of a list, the type of its elements. */
    private static @Nullable Class<?> wantedType(MethodParameter filters, String component) {
        return Stream.ofNullable(filters.getParameterType().getRecordComponents())
                .flatMap(Arrays::stream)
                .filter(each -> each.getName().equals(component))
                .map(each -> valueType(ResolvableType.forType(each.getGenericType())))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Class<?> valueType(ResolvableType type) {
        var collection = type.asCollection();
        return collection.equals(ResolvableType.NONE)
                ? type.resolve()
                : collection.getGeneric(0).resolve();
    }

    /** The path of a member, such as {@code rules[2].from}. */
    private static String pathOf(JsonMappingException exception) {
        var path = new StringBuilder();
        for (var step : exception.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String nameOf(ParameterValidationResult result) {
        return String.valueOf(result.getMethodParameter().getParameterName());
    }

    private static String messageOf(ParameterValidationResult result) {
        return String.valueOf(result.getResolvableErrors().get(0).getDefaultMessage());
    }
}
