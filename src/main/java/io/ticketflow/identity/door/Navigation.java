package io.ticketflow.identity.door;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * A person opens an address in a window of the browser, for example by a link in a mail. The browser shows the answer to the person, and the page that had the
 * link cannot read it. Browsers write these headers themselves; a script of a page cannot.
 */
final class Navigation {

    private Navigation() {}

    /** Whether the request only reads, for a whole window: not for a frame, a form, a script or a picture of another page. */
    static boolean isMadeBy(HttpServletRequest request) {
        return request.getMethod().equals(HttpMethod.GET.name())
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"))
                && request.getHeader(HttpHeaders.ORIGIN) == null
                && request.getHeader(HttpHeaders.AUTHORIZATION) == null;
    }
}
