package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.PreconditionFailedException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.assertj.MvcTestResultAssert;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

class ProblemAdviceTests {

    private final MockMvcTester mvc =
            MockMvcTester.of(List.of(new Desk()), builder -> builder.setControllerAdvice(new ProblemAdvice())
                    .setCustomArgumentResolvers(new ActorArgument())
                    .setMessageConverters(new MappingJackson2HttpMessageConverter(Jackson2ObjectMapperBuilder.json()
                            .featuresToEnable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .build()))
                    .addFilters(new RequestId())
                    .build());

    @ParameterizedTest
    @CsvSource(textBlock = """
                    conflict,   409, TAKEN
                    invalid,    422, VALIDATION_FAILED
                    outdated,   412, PRECONDITION_FAILED
                    parameter,  400, BAD_PARAMETER
                    raced,      409, CONCURRENT_CHANGE
                    duplicate,  409, ALREADY_EXISTS
                    violation,  500, INTERNAL_ERROR
                    forbidden,  403, FORBIDDEN
                    outage,     503, DATABASE_UNAVAILABLE
                    bug,        500, INTERNAL_ERROR
                    """)
    void every_kind_of_failure_has_its_status_and_code(String failure, int status, String code) {
        assertProblem(mvc.get().uri("/failures/" + failure).exchange(), status, code)
                .bodyText()
                .doesNotContain("secret", "Exception", "trace");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"name": " "}                | 422 | VALIDATION_FAILED | name
                    {"name": "Ada", "age": 3}    | 400 | UNKNOWN_FIELD     | age
                    {"name": "Ada", "rank": "x"} | 400 | UNREADABLE_FIELD  | rank
                    {"name":                     | 400 | UNREADABLE        | ''
                    """)
    void a_body_that_can_be_read_is_told_from_one_that_cannot(String body, int status, String code, String field) {
        var answer = mvc.post()
                .uri("/people")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();

        assertProblem(answer, status, code);
        if (!field.isEmpty()) {
            assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo(field);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /people?limit=x,                                 400, BAD_PARAMETER
                    /people?limit=101,                               400, BAD_PARAMETER
                    /people,                                         400, BAD_PARAMETER
                    /people/no-id,                                   404, NOT_FOUND
                    /people/018f0000-0000-7000-8000-000000000000,    401, UNAUTHENTICATED
                    /nowhere,                                        404, NOT_FOUND
                    /failures/bug/,                                  404, NOT_FOUND
                    """)
    void what_is_asked_for_wrongly_is_named(String uri, int status, String code) {
        assertProblem(mvc.get().uri(uri).exchange(), status, code);
    }

    @Test
    void a_wrong_method_is_a_problem_too() {
        assertProblem(mvc.delete().uri("/people").exchange(), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void a_problem_says_what_and_where_and_carries_more_members() {
        var answer = mvc.get().uri("/failures/conflict").exchange();

        assertThat(answer).bodyJson().isStrictlyEqualTo("""
                        {
                          "type": "urn:ticketflow:problem:taken",
                          "title": "Conflict",
                          "status": 409,
                          "detail": "Somebody has it.",
                          "instance": "/failures/conflict",
                          "code": "TAKEN",
                          "legal": ["OPEN"]
                        }
                        """);
    }

    @Test
    void an_outdated_version_is_answered_with_the_present_one() {
        assertThat(mvc.get().uri("/failures/outdated").exchange()).headers().hasValue(HttpHeaders.ETAG, "\"7\"");
    }

    @Test
    void without_the_database_one_is_told_when_to_come_back() {
        assertThat(mvc.get().uri("/failures/outage").exchange()).headers().hasValue(HttpHeaders.RETRY_AFTER, "5");
    }

    @Test
    void a_controller_is_handed_the_actor_of_the_request() {
        var actor = Actor.of(UUID.randomUUID(), Source.API);

        var answer = CurrentActor.as(
                actor, () -> mvc.get().uri("/people/{id}", UUID.randomUUID()).exchange());

        assertThat(answer).bodyText().isEqualTo("\"" + actor.userId() + "\"");
    }

    @Test
    void a_harmless_request_id_is_echoed_and_any_other_replaced() {
        assertThat(mvc.get().uri("/nowhere").header(RequestId.HEADER, "abc-1").exchange())
                .headers()
                .hasValue(RequestId.HEADER, "abc-1");
        assertThat(mvc.get()
                        .uri("/nowhere")
                        .header(RequestId.HEADER, "a\nb")
                        .exchange()
                        .getResponse()
                        .getHeader(RequestId.HEADER))
                .hasSize(36);
    }

    private static MvcTestResultAssert assertProblem(MvcTestResult answer, int status, String code) {
        assertThat(answer)
                .hasStatus(status)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyJson()
                .extractingPath("$.code")
                .isEqualTo(code);
        return assertThat(answer);
    }

    record NewPerson(@NotBlank String name, int rank) {}

    @RestController
    static class Desk {

        @GetMapping("/failures/{kind}")
        void fail(@PathVariable String kind) {
            throw switch (kind) {
                case "conflict" -> new ConflictException("TAKEN", "Somebody has it.", Map.of("legal", List.of("OPEN")));
                case "invalid" -> InvalidException.field("name", "is wrong");
                case "outdated" -> new PreconditionFailedException("\"7\"");
                case "parameter" -> new BadParameterException("sort", "is unknown");
                case "raced" -> new OptimisticLockingFailureException("secret");
                case "duplicate" -> violation(ConstraintKind.UNIQUE);
                case "violation" -> violation(ConstraintKind.OTHER);
                case "outage" -> new DataAccessResourceFailureException("secret", new SQLException("secret", "08006"));
                case "forbidden" -> new AccessDeniedException("secret");
                default -> new IllegalStateException("secret");
            };
        }

        @PostMapping("/people")
        String create(@Valid @RequestBody NewPerson person) {
            return person.name();
        }

        @GetMapping("/people")
        int list(@RequestParam @Max(100) int limit) {
            return limit;
        }

        @GetMapping("/people/{id}")
        Object get(@PathVariable UUID id, Actor actor) {
            return Objects.requireNonNull(actor.userId());
        }

        private static DataIntegrityViolationException violation(ConstraintKind kind) {
            return new DataIntegrityViolationException(
                    "secret", new ConstraintViolationException("secret", new SQLException(), "", kind, "uq_secret"));
        }
    }
}
