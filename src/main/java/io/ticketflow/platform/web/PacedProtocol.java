package io.ticketflow.platform.web;

import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP over the connections of a {@link PacedEndpoint}. Public, because Tomcat creates it by its name. */
public final class PacedProtocol extends Http11NioProtocol {

    public PacedProtocol() {
        super(new PacedEndpoint());
    }

    void limit(PacedEndpoint.Limits to) {
        ((PacedEndpoint) getEndpoint()).limit(to);
    }
}
