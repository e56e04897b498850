package io.ticketflow.platform.web;

import java.time.Duration;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Configures Tomcat so that a client that sends or reads slowly, or not at all, occupies few resources and not for long. */
@Component
class SlowClients implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    /**
     * The first Java version whose virtual threads do not block a carrier thread while they wait in a synchronized block, as Tomcat's threads do for a client.
     */
    private static final int WITH_VIRTUAL_THREADS = 24;

    /**
     * A virtual thread that computes does not give up its carrier. With more carriers than processors the operating system shares the processors among them.
     */
    private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

    private static final int CARRIERS_PER_PROCESSOR = 16;

    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(20);

    private final Duration patience;
    private final PacedEndpoint.Limits limits;

    SlowClients(FrontSettings settings) {
        this.patience = Duration.ofSeconds(settings.slowClientSeconds());
        this.limits = new PacedEndpoint.Limits(
                patience, settings.connectionsPerAddress(), TrustedProxies.parse(settings.trustedProxies()));
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(PacedProtocol.class.getName());
        factory.addConnectorCustomizers(connector -> limit((PacedProtocol) connector.getProtocolHandler()));
        factory.addEngineValves(new RefusedBody(patience.dividedBy(2)));
    }

    private void limit(PacedProtocol protocol) {
        protocol.limit(limits);
        protocol.setConnectionTimeout((int) patience.toMillis());
        protocol.setKeepAliveTimeout((int) BETWEEN_REQUESTS.toMillis());
        // Files sent by sendfile would bypass the channel that measures the pace.
        protocol.setUseSendfile(false);
        // Tomcat answers "100 Continue" only when the application reads the body.
        protocol.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
        if (Runtime.version().feature() >= WITH_VIRTUAL_THREADS) {
            System.getProperties()
                    .putIfAbsent(
                            CARRIERS,
                            String.valueOf(CARRIERS_PER_PROCESSOR
                                    * Runtime.getRuntime().availableProcessors()));
            protocol.setExecutor(new VirtualThreadExecutor("request-"));
        }
    }
}
