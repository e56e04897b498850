package io.ticketflow.notification.channel;

import com.twilio.exception.ApiException;
import com.twilio.exception.TwilioException;
import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.security.RequestValidator;
import com.twilio.type.PhoneNumber;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketflow.notification.Channel;
import io.ticketflow.platform.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** SMS by the operator's account at Twilio. Twilio reports later whether a message has arrived. */
@Component
public class Twilio implements Carrier {

    /** The route to which Twilio reports. */
    public static final String REPORTS = "/api/v1/webhooks/twilio/status";

    private static final String MESSAGING_SERVICE = "MG";

    /** Twilio's codes of faults that another attempt does not mend. */
    private static final Map<Integer, String> FOR_GOOD = Map.ofEntries(
            Map.entry(21211, "the number is not valid"),
            Map.entry(21214, "the number cannot be reached"),
            Map.entry(21217, "the number is not valid"),
            Map.entry(21265, "the number cannot be a short code"),
            Map.entry(21408, "the account may not send to this country"),
            Map.entry(21610, "the recipient has opted out"),
            Map.entry(21612, "the number cannot be reached from TWILIO_FROM"),
            Map.entry(21614, "the number is not that of a mobile phone"),
            Map.entry(21617, "the text is too long"),
            Map.entry(21635, "the number is that of a landline"),
            Map.entry(30003, "the phone cannot be reached"),
            Map.entry(30004, "the recipient or the network blocks messages"),
            Map.entry(30005, "the number is not known"),
            Map.entry(30006, "the number is that of a landline, or its network takes no messages"),
            Map.entry(30007, "the network has filtered the message"));

    private final ChannelSettings settings;
    private final Settings application;
    private final ProviderRequests requests;
    private final RequestValidator validator;
    private final Counter segments;

    @Autowired
    Twilio(ChannelSettings settings, Settings application, Clock clock, MeterRegistry meters) {
        this(settings, application, new ProviderRequests("Twilio", clock), meters);
    }

    Twilio(ChannelSettings settings, Settings application, ProviderRequests requests, MeterRegistry meters) {
        this.settings = settings;
        this.application = application;
        this.requests = requests;
        // The validator refuses an empty token; isGenuine refuses every report then.
        this.validator =
                new RequestValidator(settings.twilioAuthToken().isBlank() ? "none" : settings.twilioAuthToken());
        this.segments = Counter.builder("ticketflow.sms.segments")
                .description("Segments of the SMS that Twilio has accepted; each is paid for")
                .register(meters);
    }

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    @Override
    public Call call() {
        var client = new TwilioRestClient.Builder(settings.twilioAccountSid(), settings.twilioAuthToken())
                .accountSid(settings.twilioAccountSid())
                .httpClient(new Connection())
                .build();
        return sms -> send(sms, client);
    }

    private Receipt send(Letter sms, TwilioRestClient client) throws SendingFailedException {
        var text = sms.words().text();
        try {
            var message = message(sms, text).create(client);
            var parts = SmsText.segments(text);
            segments.increment(parts);
            return new Receipt(message.getSid(), parts);
        } catch (Interruption e) {
            throw e.failure;
        } catch (ApiException e) {
            throw failure(e);
        } catch (TwilioException e) {
            throw SendingFailedException.atTheServer("Twilio's answer cannot be read", e);
        }
    }

    private MessageCreator message(Letter sms, String text) {
        var to = new PhoneNumber(sms.recipient());
        var creator = settings.twilioFrom().startsWith(MESSAGING_SERVICE)
                ? Message.creator(to, settings.twilioFrom(), text)
                : Message.creator(to, new PhoneNumber(settings.twilioFrom()), text);
        return isPublic(application.appUrl()) ? creator.setStatusCallback(reportsOf(sms.id())) : creator;
    }

    /** Twilio refuses a message whose reports would go to an address that only this machine knows. */
    private static boolean isPublic(URI url) {
        var host = url.getHost();
        return host != null
                && !host.equals("localhost")
                && !InetAddress.getLoopbackAddress().getHostAddress().equals(host);
    }

    /** The public address of the reports about a delivery. It names the delivery, because a report may arrive before the answer that names the message. */
    private URI reportsOf(UUID delivery) {
        return Links.below(application, REPORTS + "?delivery=" + delivery);
    }

    private static SendingFailedException failure(ApiException e) {
        var code = e.getCode();
        var reason = reason("Twilio refused the message", code == null ? e.getStatusCode() : code);
        if (code != null && FOR_GOOD.containsKey(code)) {
            return SendingFailedException.forGood(reason, e);
        }
        var status = e.getStatusCode();
        return status == null || status != 400
                ? SendingFailedException.atTheServer(reason, e)
                : SendingFailedException.thisTime(reason, e);
    }

    /** The reason of a failure for operators, from one of Twilio's codes. */
    public static String reason(String what, @Nullable Integer code) {
        var words = code == null ? null : FOR_GOOD.get(code);
        return what + (code == null ? "" : ": " + code) + (words == null ? "" : " (" + words + ")");
    }

    /**
     * Whether Twilio has signed this report. It signs the address that it was given, which begins with {@code APP_URL}, whatever a proxy makes of it.
     *
     * @param fields what the report's body says
     */
    public boolean isGenuine(UUID delivery, Map<String, String> fields, String signature) {
        return !settings.twilioAuthToken().isBlank()
                && validator.validate(reportsOf(delivery).toString(), fields, signature);
    }

    /** Carries the failure of a request through the SDK. */
    @SuppressWarnings("serial")
    private static final class Interruption extends RuntimeException {

        private final SendingFailedException failure;

        Interruption(SendingFailedException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** The SDK's way to Twilio: over our requests, once, to {@code TWILIO_BASE_URL}. */
    private final class Connection extends HttpClient {

        @Override
        public Response reliableRequest(Request request) {
            // The SDK would try again at once, with pauses in this thread; the outbox tries again later.
            return makeRequest(request);
        }

        @Override
        public Response makeRequest(Request request) {
            var account = settings.twilioAccountSid() + ":" + settings.twilioAuthToken();
            var target = settings.twilioBaseUrl().replaceAll("/+$", "")
                    + request.constructURL().getPath();
            try {
                var answer = requests.send(HttpRequest.newBuilder(URI.create(target))
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(BodyPublishers.ofString(request.encodeFormBody()))
                        .build());
                return new Response(answer.body(), answer.status());
            } catch (SendingFailedException e) {
                throw new Interruption(e);
            }
        }
    }
}
