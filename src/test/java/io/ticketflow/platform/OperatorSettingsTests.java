package io.ticketflow.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.TicketflowApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
    void an_environment_that_we_do_not_know_is_refused() {
        assertThatThrownBy(() -> start("--ENVIRONMENT=Production", SECRET))
                .hasMessage("ENVIRONMENT is 'Production': it must be development or production");
    }

    private static void start(String... arguments) {
        SpringApplication.run(TicketflowApplication.class, arguments).close();
    }
}
