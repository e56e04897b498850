package io.ticketflow.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A request as its sender sees it, according to the headers of trusted proxies. Of several values the last one counts, which the nearest proxy has written. The
 * headers are hidden from the rest of the application, whether a trusted proxy sent them or not, so that no library uses them.
 */
final class ForwardedRequest extends HttpServletRequestWrapper {

    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String HOST = "X-Forwarded-Host";
    private static final String PORT = "X-Forwarded-Port";

    private static final String HTTPS = "https";
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+])(?::(?<port>\\d{1,5}))?");
    private static final int LAST_PORT = 65_535;

    private final String address;
    private final String scheme;
    private final String host;
    private final int port;
    private final boolean forwarded;

    private ForwardedRequest(
            HttpServletRequest request, String address, String scheme, String host, int port, boolean forwarded) {
        super(request);
        this.address = address;
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.forwarded = forwarded;
    }

    static ForwardedRequest of(HttpServletRequest request, TrustedProxies proxies) {
        var peer = request.getRemoteAddr();
        if (!proxies.trusts(peer)) {
            return new ForwardedRequest(
                    request, peer, request.getScheme(), request.getServerName(), request.getServerPort(), false);
        }
        var proto = last(request, PROTO).toLowerCase(Locale.ROOT);
        var scheme = proto.equals(HTTPS) || proto.equals("http") ? proto : request.getScheme();
        var named = HOST_AND_PORT.matcher(last(request, HOST));
        var isNamed = named.matches();
        return new ForwardedRequest(
                request,
                proxies.clientBehind(peer, Collections.list(request.getHeaders(FOR))),
                scheme,
                isNamed ? named.group("host") : request.getServerName(),
                port(request, scheme, isNamed ? named.group("port") : portIn(request.getHeader(HttpHeaders.HOST))),
                true);
    }

    /** The port of the port header, else the port after the host's name, else the default port of the scheme. */
    private static int port(HttpServletRequest request, String scheme, @Nullable String inName) {
        for (var text : new @Nullable String[] {last(request, PORT), inName}) {
            if (text != null && text.matches("\\d{1,5}")) {
                var port = Integer.parseInt(text);
                if (port > 0 && port <= LAST_PORT) {
                    return port;
                }
            }
        }
        return standardPort(scheme);
    }

    private static @Nullable String portIn(@Nullable String host) {
        var parts = HOST_AND_PORT.matcher(host == null ? "" : host);
        return parts.matches() ? parts.group("port") : null;
    }

    private static int standardPort(String scheme) {
        return scheme.equals(HTTPS) ? 443 : 80;
    }

    private static String last(HttpServletRequest request, String header) {
        var values = String.join(",", Collections.list(request.getHeaders(header)));
        return values.substring(values.lastIndexOf(',') + 1).strip();
    }

    @Override
    public String getRemoteAddr() {
        return address;
    }

    @Override
    public String getRemoteHost() {
        return forwarded ? address : super.getRemoteHost();
    }

    @Override
    public String getScheme() {
        return scheme;
    }

    @Override
    public boolean isSecure() {
        return forwarded ? scheme.equals(HTTPS) : super.isSecure();
    }

    @Override
    public String getServerName() {
        return host;
    }

    @Override
    public int getServerPort() {
        return port;
    }

    @Override
    public StringBuffer getRequestURL() {
        if (!forwarded) {
            return super.getRequestURL();
        }
        var url = new StringBuffer(scheme).append("://").append(host);
        if (port != standardPort(scheme)) {
            url.append(':').append(port);
        }
        return url.append(getRequestURI());
    }

    @Override
    public @Nullable String getHeader(String name) {
        return saysWhereFrom(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return saysWhereFrom(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        names.removeIf(ForwardedRequest::saysWhereFrom);
        return Collections.enumeration(names);
    }

    private static boolean saysWhereFrom(String header) {
        return header.equalsIgnoreCase("Forwarded") || header.regionMatches(true, 0, "X-Forwarded-", 0, 12);
    }
}
