package io.ticketflow.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ticketflow.platform.InvalidException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTests {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            ada@example.org,                      ada@example.org
            "  Ada.King+Work@Example.ORG ",       ada.king+work@example.org
            o'brien/x=y@sub.example.co.uk,        o'brien/x=y@sub.example.co.uk
            a@1and1.example,                      a@1and1.example
            a@r3---sn.example,                    a@r3---sn.example
            info@MÜLLER.example,                  info@xn--mller-kva.example
            info@xn--mller-kva.example,           info@xn--mller-kva.example
            info@straße.example,                  info@xn--strae-oqa.example
            info@βόλος.example,                   info@xn--nxasmm1c.example
            info@例え。テスト,                      info@xn--r8jz45g.xn--zckzah
            JÖRG@example.org,                     jörg@example.org
            jo\u0308rg@example.org,              jörg@example.org
            用户@example.org,                      用户@example.org
            """)
    void an_address_has_one_form(String written, String kept) {
        assertThat(MailAddress.of(written.translateEscapes())).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "ada",
                "@example.org",
                "ada@",
                "a..b@example.org",
                ".a@example.org",
                "a.@example.org",
                "a b@example.org",
                "a,b@example.org",
                "a@b@example.org",
                "Ada <ada@example.org>",
                "<ada@example.org>",
                "\"ada king\"@example.org",
                "ada@example.org, eve@example.org",
                "ada@example.org\r\nBcc: eve@example.org",
                "ada@localhost",
                "ada@127.0.0.1",
                "ada@[127.0.0.1]",
                "ada@[IPv6:::1]",
                "ada@example..org",
                "ada@.example.org",
                "ada@example.org.",
                "ada@ex_ample.org",
                "ada@-example.org",
                "ada@example-.org",
                "ada@exam ple.org",
                "ada@xn--zzzzzz---.example",
                "ada@\u200Bexample.org",
                "ada@ex\u00ADample.o\u202Erg",
                "a\u200Bda@example.org",
                "a\u202Eda@example.org",
                "a\u3164da@example.org",
                "\u212Aate@example.org",
                "\u0130da@example.org",
                "a\u0000da@example.org",
                "a\uD800da@example.org",
                "a\u00A0da@example.org",
                "a\u3000da@example.org"
            })
    void what_no_server_delivers_to_is_refused(String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @CsvSource({"64, 63, true", "65, 63, false", "64, 64, false"})
    void the_parts_have_their_greatest_lengths(int before, int label, boolean accepted) {
        var address = "a".repeat(before) + "@" + "b".repeat(label) + ".example";
        if (accepted) {
            assertThat(MailAddress.of(address)).isEqualTo(address);
        } else {
            assertRefused(address);
        }
    }

    @ParameterizedTest
    @CsvSource({"254, true", "255, false"})
    void the_whole_has_254_octets_at_most(int octets, boolean accepted) {
        var start = "a".repeat(64) + "@" + ("b".repeat(30) + ".").repeat(6);
        var address = start + "c".repeat(octets - start.length());
        if (accepted) {
            assertThat(MailAddress.of(address)).isEqualTo(address);
        } else {
            assertRefused(address);
        }
    }

    private static void assertRefused(String text) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> MailAddress.of(text))
                .satisfies(
                        refusal -> assertThat(refusal.errors().get(0).field()).isEqualTo("email"));
    }
}
