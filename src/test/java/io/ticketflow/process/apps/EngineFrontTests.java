package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Ways around the engine's doors. The requests are sent as raw bytes, because an HTTP client would correct them. */
@TicketflowTest
class EngineFrontTests {

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private IdentityService identity;

    @Autowired
    private FilterRegistrationBean<Filter> engineRestLock;

    @LocalServerPort
    private int port;

    @BeforeEach
    void somethingToSee() {
        world.beginAnew();
        world.openAndRouted(Category.VM, Priority.P3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /engine-rest/task",
                "HEAD /engine-rest/task",
                "OPTIONS /engine-rest/task",
                "TRACE /engine-rest/task",
                "PROPFIND /engine-rest/task",
                "get /engine-rest/task",
                "GET //engine-rest/task",
                "GET /engine-rest//task",
                "GET /./engine-rest/task",
                "GET /engine-rest/./task",
                "GET /x/../engine-rest/task",
                "GET /engine-rest/../engine-rest/task",
                "GET /login/../engine-rest/task",
                "GET /pages.css/../engine-rest/task",
                "GET /engine-rest;x=y/task",
                "GET /engine-rest/task;jsessionid=1",
                "GET /;/engine-rest/task",
                "GET /login/..;/engine-rest/task",
                "GET /%2e/engine-rest/task",
                "GET /login/%2e%2e/engine-rest/task",
                "GET /engine%2Drest/task",
                "GET /engine-rest%2Ftask",
                "GET /engine-rest%2ftask",
                "GET %2Fengine-rest/task",
                "GET /%2Fengine-rest/task",
                "GET /engine-rest%252Ftask",
                "GET /engine-rest%5Ctask",
                "GET /engine-rest\\task",
                "GET /engine-rest%00/task",
                "GET /engine-rest/task%0a",
                "GET /ENGINE-REST/task",
                "GET http://localhost/engine-rest/task",
                "GET /api/v1/../../engine-rest/task",
                "GET /camunda/../engine-rest/task",
                "GET /camunda/api/engine/../../../engine-rest/task",
                "GET /camunda/api/engine/engine/default/task",
                "GET //camunda/api/engine/engine/default/task",
                "GET /camunda//api/engine/engine/default/task",
                "GET /camunda;x=y/api/engine/engine/default/task",
                "GET /camunda/api;x=y/engine/engine/default/task",
                "GET /camunda/api/engine/../engine/engine/default/task",
                "GET /camunda/app/../api/engine/engine/default/task",
                "GET /camunda/api%2Fengine/engine/default/task",
                "GET /camunda/lib/..;/api/engine/engine/default/task",
                "GET /camunda/api/admin/setup/default/user/create",
                "POST /camunda/api/admin/setup/default/user/create",
                "POST /camunda/api/admin//setup/default/user/create",
                "POST /camunda/api/admin/setup;x=y/default/user/create",
                "POST /camunda/api/admin/auth/user/default/login/cockpit",
                "GET /rest/task",
                "GET /engine/default/task",
                "GET /error"
            })
    void strangers_see_nothing(String request) throws IOException {
        var answer = raw(request, "");

        assertThat(status(answer)).isBetween(300, 499);
        assertThat(answer).doesNotContain("acceptTicket", "\"id\":\"admin\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-HTTP-Method-Override"})
    void no_header_opens_a_door(String header) throws IOException {
        var rewritten = raw("GET /login", header + ": /engine-rest/task\r\n");
        var prefixed = raw("GET /engine-rest/task", header + ": /login\r\n");

        assertThat(rewritten).doesNotContain("acceptTicket");
        assertThat(status(prefixed)).isEqualTo(401);
    }

    @Test
    void an_upgrade_opens_no_door() throws IOException {
        var answer = raw(
                "GET /engine-rest/task",
                "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n");

        assertThat(status(answer)).isEqualTo(401);
    }

    @Test
    void a_person_who_waits_for_work_waits_as_themselves() {
        var caller = Http.on(port).basic(people.someone(Role.DEVOPS_ENGINEER).handle(), PeopleWithPasswords.PASSWORD);

        var work = caller.json("POST", "/engine-rest/external-task/fetchAndLock", """
                {"workerId": "w", "maxTasks": 5, "asyncResponseTimeout": 300,
                 "topics": [{"topicName": "x", "lockDuration": 1000}]}""");

        assertThat(work.statusCode()).isEqualTo(200);
        assertThat(work.body()).isEqualTo("[]");
        assertThat(identity.getCurrentAuthentication()).isNull();
    }

    @ParameterizedTest
    @EnumSource(DispatcherType.class)
    void the_second_lock_holds_without_the_first(DispatcherType type) throws Exception {
        var request = new MockHttpServletRequest("GET", "/engine-rest/task");
        request.setDispatcherType(type);
        var response = new MockHttpServletResponse();
        var behind = new MockFilterChain();

        engineRestLock.getFilter().doFilter(request, response, behind);

        assertThat(response.getStatus()).isEqualTo(401);
        assertThat(behind.getRequest()).isNull();
        assertThat(engineRestLock.determineDispatcherTypes()).contains(type);
    }

    @Test
    void the_second_lock_knows_whom_the_engine_knows() throws Exception {
        var behind = new MockFilterChain();
        identity.setAuthentication("somebody", List.of());
        try {
            engineRestLock.getFilter().doFilter(new MockHttpServletRequest(), new MockHttpServletResponse(), behind);
        } finally {
            identity.clearAuthentication();
        }

        assertThat(behind.getRequest()).isNotNull();
    }

    private String raw(String request, String headers) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            var text = request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n" + headers
                    + "\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }
}
