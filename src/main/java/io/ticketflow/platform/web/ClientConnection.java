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

/** The connection that a request came by, as long as the request is not answered: afterwards it is another one's. */
public final class ClientConnection {

    private static final String ATTRIBUTE = ClientConnection.class.getName();

    private final org.apache.coyote.Response answer;

    private ClientConnection(org.apache.coyote.Response answer) {
        this.answer = answer;
    }

    public static ClientConnection of(ServletRequest request) {
        return (ClientConnection) request.getAttribute(ATTRIBUTE);
    }

    /** Closes it without waiting for the client to take what is still on its way; a servlet can only end an answer, which does wait. */
    public void cut() {
        // For an exception of this kind the container takes it that the client is gone, which is no error.
        answer.action(ActionCode.CLOSE_NOW, new IOException("The client does not read its answer"));
    }

    /** Asks the container, which keeps it to itself. */
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
