package io.ticketflow.notification.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Visibility;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Twilio reports what became of an SMS. The application believes only what Twilio has signed. */
@TicketflowTest
class TwilioReportsTests {

    private static final String ROUTE = "/api/v1/webhooks/twilio/status?delivery=";
    /** The address that the application gave to Twilio, whatever the request says. */
    private static final String PUBLIC = "http://localhost:8080";

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    @LocalServerPort
    private int port;

    private UUID delivery;

    @BeforeEach
    void anSmsWasSent() {
        world.beginAnew();
        var ticket = world.open(Category.VM, Priority.P3);
        world.sql("truncate notifications cascade");
        world.comment(ticket.number(), "Hello", Visibility.PUBLIC, world.as("lead"));
        world.sql("delete from deliveries where channel <> 'EMAIL'");
        world.sql(
                "update deliveries set channel = 'SMS', state = 'SENT', attempts = 1, sent_at = now(), next_attempt_at = null, provider_id = 'SM1'");
        delivery = jdbc.queryForList("select id from deliveries", UUID.class).get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "queued, SENT",
        "sending, SENT",
        "sent, SENT",
        "delivered, DELIVERED",
        "read, DELIVERED",
        "undelivered, FAILED Twilio did not deliver the message: 30003 (the phone cannot be reached)",
        "failed, FAILED Twilio did not deliver the message: 30003 (the phone cannot be reached)",
        "sunk, SENT"
    })
    void a_genuine_report_moves_the_delivery(String status, String state) throws Exception {
        assertThat(report("SM1", status)).isEqualTo(204);

        assertThat(state()).isEqualTo(state);
    }

    @Test
    void a_report_that_is_replayed_or_late_changes_nothing() throws Exception {
        assertThat(report("SM1", "delivered")).isEqualTo(204);
        assertThat(report("SM1", "failed")).isEqualTo(204);
        assertThat(report("SM1", "delivered")).isEqualTo(204);
        assertThat(report("SM1", "sent")).isEqualTo(204);

        assertThat(state()).isEqualTo("DELIVERED");
    }

    @Test
    void a_report_about_a_message_that_was_repeated_since_changes_nothing() throws Exception {
        world.sql("insert into delivery_attempts (id, delivery_id, channel, at, ended_at, outcome, provider_id)"
                + " select gen_random_uuid(), id, 'SMS', now(), now(), 'SENT', 'SM1' from deliveries");
        world.sql("update deliveries set state = 'PENDING', sent_at = null, next_attempt_at = now()");

        assertThat(report("SM1", "failed")).isEqualTo(204);

        assertThat(state()).isEqualTo("PENDING");
    }

    @Test
    void a_report_that_overtakes_the_answer_counts() throws Exception {
        world.sql(
                "update deliveries set state = 'PENDING', sent_at = null, provider_id = null, next_attempt_at = now()");

        assertThat(report("SM9", "delivered")).isEqualTo(204);

        assertThat(state()).isEqualTo("DELIVERED");
    }

    @Test
    void a_report_about_another_message_changes_nothing() throws Exception {
        assertThat(report("SM2", "delivered")).isEqualTo(204);

        assertThat(state()).isEqualTo("SENT");
    }

    @Test
    void what_twilio_did_not_sign_is_refused() throws Exception {
        var fields = fields("SM1", "delivered");
        var genuine = signature(PUBLIC + ROUTE + delivery, fields);

        assertThat(send(delivery, fields, "forged")).isEqualTo(403);
        assertThat(send(delivery, fields, "")).isEqualTo(403);
        assertThat(send(delivery, fields("SM1", "failed"), genuine)).isEqualTo(403);
        assertThat(send(UUID.randomUUID(), fields, genuine)).isEqualTo(403);
        assertThat(send(delivery, fields, signature("http://localhost:" + port + ROUTE + delivery, fields)))
                .as("signed for an address that Twilio does not know")
                .isEqualTo(403);
        assertThat(state()).isEqualTo("SENT");

        assertThat(send(delivery, fields, genuine)).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/webhooks", "/api/v1/webhooks/twilio", "/api/v1/webhooks/twilio/status/x"})
    void nothing_beside_the_route_is_open(String path) throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private Map<String, String> fields(String message, String status) {
        var fields = new TreeMap<String, String>();
        fields.put("AccountSid", "AC1");
        fields.put("MessageSid", message);
        fields.put("MessageStatus", status);
        fields.put("To", "+4930123456");
        if (status.equals("failed") || status.equals("undelivered")) {
            fields.put("ErrorCode", "30003");
        }
        return fields;
    }

    private int report(String message, String status) throws Exception {
        var fields = fields(message, status);
        return send(delivery, fields, signature(PUBLIC + ROUTE + delivery, fields));
    }

    private int send(UUID about, Map<String, String> fields, String signature) throws Exception {
        var body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + ROUTE + about))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Twilio-Signature", signature)
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    /** As Twilio's documentation describes it. */
    private static String signature(String url, Map<String, String> fields) throws Exception {
        var signed = new StringBuilder(url);
        new TreeMap<>(fields).forEach((name, value) -> signed.append(name).append(value));
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("test-token".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private String state() {
        return jdbc.queryForList("select concat_ws(' ', state, last_error) from deliveries", String.class)
                .get(0);
    }
}
