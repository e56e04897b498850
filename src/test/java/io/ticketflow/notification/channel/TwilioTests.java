package io.ticketflow.notification.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.notContaining;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ticketflow.platform.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the application says to Twilio, and what it makes of the answers. */
class TwilioTests {

    private static final String MESSAGES = "/2010-04-01/Accounts/AC1/Messages.json";
    private static final UUID ID = UUID.fromString("0190a0a0-0000-7000-8000-000000000001");

    @RegisterExtension
    private final WireMockExtension server = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void a_message_names_its_number_and_where_to_report() throws Exception {
        answer(accepted());

        var receipt = send("https://help.example.org/", "Grüße " + "x".repeat(160));

        assertThat(receipt).isEqualTo(new Carrier.Receipt("SM1", 2));
        assertThat(meters.counter("ticketflow.sms.segments").count()).isEqualTo(2);
        server.verify(postRequestedFor(urlEqualTo(MESSAGES))
                .withHeader("Authorization", equalTo("Basic QUMxOnRva2Vu"))
                .withFormParam("To", equalTo("+4930123456"))
                .withFormParam("From", equalTo("+4930000"))
                .withFormParam("Body", containing("Grüße xxx"))
                .withFormParam(
                        "StatusCallback",
                        equalTo("https://help.example.org/api/v1/webhooks/twilio/status?delivery=" + ID)));
    }

    @Test
    void no_report_is_wanted_at_an_address_that_only_this_machine_knows() throws Exception {
        answer(accepted());

        send("http://localhost:8080", "text");

        server.verify(postRequestedFor(urlEqualTo(MESSAGES)).withRequestBody(notContaining("StatusCallback")));
    }

    @ParameterizedTest
    @CsvSource({
        "400, 21211, true, false, Twilio refused the message: 21211 (the number is not valid)",
        "400, 21610, true, false, Twilio refused the message: 21610 (the recipient has opted out)",
        "400, 30003, true, false, Twilio refused the message: 30003 (the phone cannot be reached)",
        "400, 21602, false, false, Twilio refused the message: 21602",
        "401, 20003, false, true, Twilio refused the message: 20003",
        "403, 20003, false, true, Twilio refused the message: 20003",
        "500, 20500, false, true, Twilio refused the message: 20500"
    })
    void a_fault_of_the_number_is_for_good(int status, int code, boolean forGood, boolean atTheServer, String reason) {
        answer(aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"code\": %d, \"message\": \"The number +4930123456 is bad\", \"status\": %d}"
                        .formatted(code, status)));

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.isForGood()).isEqualTo(forGood);
        assertThat(failure.isAtTheServer()).isEqualTo(atTheServer);
        server.verify(1, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({"7, PT7S", "0, PT1S", "soon, PT1M"})
    void a_pause_that_twilio_asks_for_is_passed_on(String header, Duration pause) {
        answer(aResponse().withStatus(429).withHeader("Retry-After", header));

        assertThat(failure().pause()).isEqualTo(pause);
    }

    @Test
    void nonsense_and_broken_answers_are_failures_of_this_time() {
        for (var broken : new ResponseDefinitionBuilder[] {
            aResponse().withStatus(200).withBody("<html>"),
            aResponse().withStatus(502).withBody("<html>"),
            aResponse().withStatus(502),
            aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
            aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
            aResponse().withStatus(302).withHeader("Location", server.baseUrl() + "/elsewhere")
        }) {
            server.resetAll();
            answer(broken);

            assertThat(failure().isForGood()).isFalse();
            server.verify(1, postRequestedFor(anyUrl()));
        }
    }

    @Test
    void a_twilio_that_is_silent_or_slow_is_left_when_patience_ends() {
        for (var slow : new ResponseDefinitionBuilder[] {
            accepted().withFixedDelay(5_000), accepted().withChunkedDribbleDelay(20, 5_000)
        }) {
            server.resetAll();
            answer(slow);
            var begin = System.nanoTime();

            assertThat(failure().reason()).isEqualTo("Twilio did not answer in time");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        }
    }

    private static ResponseDefinitionBuilder accepted() {
        return aResponse()
                .withStatus(201)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"sid\": \"SM1\", \"status\": \"queued\", \"num_segments\": \"1\"}");
    }

    private void answer(ResponseDefinitionBuilder answer) {
        server.stubFor(post(anyUrl()).willReturn(answer));
    }

    private SendingFailedException failure() {
        return catchThrowableOfType(SendingFailedException.class, () -> send("https://help.example.org", "text"));
    }

    private Carrier.Receipt send(String appUrl, String text) throws SendingFailedException {
        var application = new Settings(
                Settings.Environment.DEVELOPMENT, Path.of("target"), false, URI.create(appUrl), "Ticketflow");
        var requests = new ProviderRequests("Twilio", Clock.systemUTC(), Duration.ofSeconds(1));
        var twilio = new Twilio(TestChannels.twilioAt(server.baseUrl()), application, requests, meters);
        try (var call = twilio.call()) {
            return call.send(new Letter(ID, "+4930123456", new Content("subject", text, null), null, null, false));
        }
    }
}
