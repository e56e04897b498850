package io.ticketflow.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.TicketflowApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OperatorSettingsTests {

    private static final String SECRET = "--JWT_SECRET_KEY=0123456789abcdef0123456789abcdef";
    private static final String NO_DATABASE = "--DATABASE_URL=";

    @Test
    void production_needs_a_secret_and_a_database(CapturedOutput output) {
        assertThatThrownBy(() -> start("--ENVIRONMENT=production", "--JWT_SECRET_KEY=short", NO_DATABASE))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("ENVIRONMENT=production needs JWT_SECRET_KEY (at least 32 characters) and DATABASE_URL");

        assertThat(output).contains("ENVIRONMENT=production needs").doesNotContain("\tat ");
    }

    @Test
    void production_never_falls_back_to_a_database_of_our_own() {
        assertThatThrownBy(() -> start("--ENVIRONMENT=production", SECRET, NO_DATABASE))
                .hasMessage("ENVIRONMENT=production needs DATABASE_URL");
    }

    @Test
    void a_replica_needs_a_database_that_it_replicates() {
        assertThatThrownBy(() -> start(NO_DATABASE, "--DATABASE_READ_URL=postgresql://t:t@localhost:1/t"))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("DATABASE_READ_URL is set without DATABASE_URL: the embedded database has no replica");
    }

    @Test
    void an_environment_that_we_do_not_know_is_refused() {
        assertThatThrownBy(() -> start("--ENVIRONMENT=Production", SECRET))
                .hasMessage("ENVIRONMENT is 'Production': it must be development or production");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    JWT_SECRET_KEY=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa     | JWT_SECRET_KEY is easy to guess: take a random one, such as openssl rand -base64 32 makes
                    JWT_SECRET_KEY=12121212121212121212121212121212     | JWT_SECRET_KEY is easy to guess: take a random one, such as openssl rand -base64 32 makes
                    JWT_SECRET_KEY=change-me-to-a-long-random-text-0123 | JWT_SECRET_KEY is easy to guess: take a random one, such as openssl rand -base64 32 makes
                    ADMIN_PASSWORD=Ticketflow-demo-1                    | ADMIN_PASSWORD is the published password of the demonstration
                    SMTP_USER=mailer                                    | SMTP_USER is set without SMTP_PASSWORD. Set all of them or none.
                    SMTP_PASSWORD=secret                                | SMTP_PASSWORD is set without SMTP_USER. Set all of them or none.
                    TWILIO_FROM=+4915112345612                          | TWILIO_FROM is set without TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN. Set all of them or none.
                    """)
    void production_refuses_what_is_unsafe_or_set_by_halves(String setting, String reason) {
        var database = "--DATABASE_URL=postgresql://t:t@localhost:1/t";
        var secret = setting.startsWith("JWT") ? "--LOG_LEVEL=INFO" : SECRET;

        assertThatThrownBy(() -> start("--ENVIRONMENT=production", database, secret, "--" + setting))
                .isInstanceOf(CannotStartException.class)
                .hasMessage(reason);
    }

    private static void start(String... arguments) {
        SpringApplication.run(TicketflowApplication.class, arguments).close();
    }
}
