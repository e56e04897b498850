package io.ticketflow.notification.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.notification.channel.Twilio;
import io.ticketflow.notification.delivery.DeliveryReports;
import io.ticketflow.platform.ForbiddenException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Webhooks", description = "Reports of providers")
class TwilioController {

    private static final Pattern CODE = Pattern.compile("\\d{1,9}");

    private final Twilio twilio;
    private final DeliveryReports reports;

    TwilioController(Twilio twilio, DeliveryReports reports) {
        this.twilio = twilio;
        this.reports = reports;
    }

    @PostMapping(path = Twilio.REPORTS, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "reportSms",
            summary = "Report what became of an SMS; only for Twilio",
            description =
                    "Twilio signs its reports with TWILIO_AUTH_TOKEN. A report that arrives again changes nothing.")
    void report(
            @RequestHeader(name = "X-Twilio-Signature", required = false) @Nullable String signature,
            @RequestParam UUID delivery,
            @Parameter(hidden = true) @RequestParam Map<String, String> given) {
        var fields = new HashMap<>(given);
        // It is a part of the signed address, and not of the body.
        fields.remove("delivery");
        if (signature == null || !twilio.isGenuine(delivery, fields, signature)) {
            throw new ForbiddenException("NOT_SIGNED", "The report is not signed by Twilio.");
        }
        var message = fields.getOrDefault("MessageSid", "");
        switch (fields.getOrDefault("MessageStatus", "")) {
            case "delivered", "read" -> reports.delivered(delivery, message);
            case "undelivered", "failed", "canceled" ->
                reports.failed(
                        delivery,
                        message,
                        Twilio.reason("Twilio did not deliver the message", code(fields.get("ErrorCode"))));
            default -> {
                // It is on its way.
            }
        }
    }

    private static @Nullable Integer code(@Nullable String text) {
        return text == null || !CODE.matcher(text).matches() ? null : Integer.valueOf(text);
    }
}
