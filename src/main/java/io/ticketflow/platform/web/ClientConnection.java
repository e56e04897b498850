package io.ticketflow.platform.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** The connection of a request. It may be used until the request is answered; afterwards it serves another request. */
public final class ClientConnection {

    private static final String ATTRIBUTE = ClientConnection.class.getName();

    private final org.apache.coyote.Response answer;

    private ClientConnection(org.apache.coyote.Response answer) {
        this.answer = answer;
    }

    public static ClientConnection of(ServletRequest request) {
        return (ClientConnection) request.getAttribute(ATTRIBUTE);
    }

    /** Closes the connection without waiting until the client has read the rest. A servlet can only complete the answer, and that waits. */
    public void cut() {
        // For an IOException the container assumes that the client has gone, and logs no error.
        answer.action(ActionCode.CLOSE_NOW, new IOException("The client does not read its answer"));
    }

    /** Gets the connection from the container, which does not offer it to applications. */
    @Component
    static class Source implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

        @Override
        public void customize(TomcatServletWebServerFactory factory) {
            factory.addContextValves(new ValveBase(true) {
                @Override
                public void invoke(Request request, Response response) throws IOException, ServletException {
                    request.setAttribute(ATTRIBUTE, new ClientConnection(response.getCoyoteResponse()));
                    getNext().invoke(request, response);
                }
            });
        }
    }
}
