package io.ticketflow.platform.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Turns off compression for answers that contain secrets, because the compressed length tells something about the content (BREACH). Tomcat itself decides by
 * the media type alone.
 */
@Component
class UncompressedSignIn implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String AUTH = "/api/v1/auth/";

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextValves(new ValveBase(true) {
            @Override
            public void invoke(Request request, Response response) throws IOException, ServletException {
                if (request.getRequestURI().startsWith(AUTH)) {
                    request.getCoyoteRequest().getMimeHeaders().removeHeader("Accept-Encoding");
                }
                getNext().invoke(request, response);
            }
        });
    }
}
