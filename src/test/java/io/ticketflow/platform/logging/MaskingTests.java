package io.ticketflow.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    password=geheim                                  | password=***
                    password=correct horse battery, next=1           | password=***, next=1
                    Login[email=x, password=correct horse]           | Login[email=x, password=***]
                    {"password":"a \\"b, c","next":1}                | {"password":***,"next":1}
                    {\\"newPassword\\":\\"geheim\\",\\"a\\":1}       | {\\"newPassword\\":***,\\"a\\":1}
                    currentPassword: 'geheim' was wrong              | currentPassword: *** was wrong
                    ADMIN_PASSWORD=geheim                            | ADMIN_PASSWORD=***
                    jdbc:postgresql://db/t?user=t&password=geheim    | jdbc:postgresql://db/t?user=t&password=***
                    jdbc:postgresql://db/t?password=geheim&ssl=true  | jdbc:postgresql://db/t?password=***&ssl=true
                    postgresql://t:ge/he@im@db:5432/t                | postgresql://t:***@db:5432/t
                    https://me:geheim@example.org/x                  | https://me:***@example.org/x
                    http://localhost:8080/x?a=b                      | http://localhost:8080/x?a=b
                    Authorization: Bearer abc.def-123                | Authorization: *** ***
                    authorization=Basic YWRhOmdlaGVpbQ==             | authorization=*** ***
                    HTTP Basic authentication failed                 | HTTP Basic authentication failed
                    sent eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x_-1!  | sent ***!
                    of tfp_Ab-9_x. of                                | of tfp_***. of
                    GET /verify?token=abc-_1&x=2                     | GET /verify?token=***&x=2
                    {"refreshToken":"abc","x":1}                     | {"refreshToken":***,"x":1}
                    Tokens[accessToken=a, refreshToken=b]            | Tokens[accessToken=***, refreshToken=***]
                    JWT_SECRET_KEY=0123                              | JWT_SECRET_KEY=***
                    TWILIO_AUTH_TOKEN: abc                           | TWILIO_AUTH_TOKEN: ***
                    Cookie: JSESSIONID=1; XSRF-TOKEN=2               | Cookie: ***; XSRF-TOKEN=***
                    hash $2a$12$abcdefghijklmnopqrstuv.              | hash ***
                    got 0aZ3q9vTz7LmN2bRw8sYd5fGh1jPc4aQe-_kX3q9vTz. | got ***.
                    sent to engineer@ticketflow.local at last        | sent to e***@ticketflow.local at last
                    <jörg.müller+x@mail.example.org>                 | <j***@mail.example.org>
                    ?email=ada%40example.org                         | ?email=a***%40example.org
                    Key (email)=(ada@example.org) already exists     | Key (email)=(a***@example.org) already exists
                    ERROR: invalid input syntax for type uuid: "Disk "full"" | ERROR: invalid input syntax for type uuid: ***
                    call +4915112345612 now                          | call +49*****12 now
                    call +49 (151) 123-456 12, now                   | call +49*****12, now
                    to=%2B4915112345612                              | to=+49*****12
                    """)
    void secrets_are_gone_and_people_only_just_told_apart(String text, String masked) {
        assertThat(Masking.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at io.ticketflow.identity.AccessTokenFilter.doFilter(AccessTokenFilter.java:36)",
                "demo accounts: admin, user2, password Ticketflow-demo-1",
                "2026-11-23T01:10:42.123+00:00 took 1+1234 ms",
                "Refresh token was used again",
                "ERROR: column \"x\" does not exist",
                "ERROR: could not extend file \"base/1/2\": No space left on device",
                "TKT-1042 0198f2a0-0000-7000-8000-000000000000",
                "io.ticketflow.process.model.TicketLifecycle@1a2b3c4d",
                "org.camunda.bpm.engine.impl.bpmn.behavior.VeryLongNames",
                "4bf92f3577b34da6a3ce929d0e0e47364bf92f3577b34da6a3ce929d0e0e4736",
                ""
            })
    void what_is_harmless_stays(String text) {
        assertThat(Masking.mask(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.",
                "1",
                "+1",
                "a@",
                "password",
                "token\"",
                "://a:",
                "eyJ",
                "A1a-",
                " ",
                "\\\"",
                "$2a$12$",
                "ERROR: x: \""
            })
    void no_text_takes_long(String part) {
        var text = part.repeat(200_000 / part.length());

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Masking.mask(text));
    }
}
