package io.ticketflow.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.notification.Channel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedTests {

    @ParameterizedTest
    @CsvSource({
        "EMAIL, user@example.org, u…@e….org",
        "EMAIL, u@mail.example.co.uk, u…@m….uk",
        "EMAIL, ada@localhost, a…@l…",
        "EMAIL, 'a@b@example.org', a…@e….org",
        "EMAIL, 😀x@example.org, 😀…@e….org",
        "EMAIL, @example.org, …@e….org",
        "EMAIL, no address, n…",
        "SMS, +4930123456789, +49…89",
        "SMS, +4912, …"
    })
    void so_much_of_a_recipient_is_shown(Channel channel, String recipient, String shown) {
        assertThat(Masked.recipient(channel, recipient)).isEqualTo(shown);
    }
}
