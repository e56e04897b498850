package io.ticketflow;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives each context the one mail server of this test run. It keeps the mails; {@link Mails} reads them. */
public class TestMailServer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of(
                        "ticketflow.channels.smtp-host=127.0.0.1",
                        "ticketflow.channels.smtp-port=" + running().getSmtp().getPort())
                .applyTo(context);
    }

    static GreenMail running() {
        return Server.RUNNING;
    }

    /** Started by the first context that needs it. */
    private static final class Server {

        static final GreenMail RUNNING = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

        static {
            RUNNING.start();
        }
    }
}
