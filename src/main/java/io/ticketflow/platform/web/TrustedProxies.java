package io.ticketflow.platform.web;

import io.ticketflow.platform.CannotStartException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** The proxies whose headers about a request's origin are used. */
final class TrustedProxies {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    /** Some proxies write a port after the address. */
    private static final Pattern WITH_PORT = Pattern.compile("(?<v4>[0-9.]+):\\d+|\\[(?<v6>[^\\]]+)](?::\\d+)?");

    private final List<IpAddressMatcher> networks;

    private TrustedProxies(List<IpAddressMatcher> networks) {
        this.networks = networks;
    }

    static TrustedProxies parse(String setting) {
        return new TrustedProxies(
                entriesOf(setting).stream().map(TrustedProxies::network).toList());
    }

    boolean trusts(String address) {
        return networks.stream().anyMatch(network -> network.matches(address));
    }

    /**
     * The client behind the trusted proxies: the rightmost address in their headers that is no trusted proxy. Entries to the left of it may be forged. If an
     * entry cannot be read, the address to the right of it is the client.
     */
    String clientBehind(String peer, List<String> forwardedFor) {
        var entries = new ArrayList<>(entriesOf(String.join(",", forwardedFor)));
        Collections.reverse(entries);
        var client = peer;
        for (var entry : entries) {
            var address = addressIn(entry);
            if (address.isEmpty()) {
                break;
            }
            client = address.get();
            if (!trusts(client)) {
                break;
            }
        }
        return client;
    }

    private static List<String> entriesOf(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private static Optional<String> addressIn(String entry) {
        var withPort = WITH_PORT.matcher(entry);
        return withPort.matches() ? literal(or(withPort.group("v4"), withPort.group("v6"))) : literal(entry);
    }

    /** Parses an address without a DNS lookup, because it accepts only texts in the form of an address. */
    private static Optional<String> literal(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getHostAddress());
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    private static IpAddressMatcher network(String entry) {
        var slash = entry.indexOf('/');
        try {
            if (literal(slash < 0 ? entry : entry.substring(0, slash)).isPresent()) {
                return new IpAddressMatcher(entry);
            }
        } catch (IllegalArgumentException noNetwork) {
            // the exception below reports it
        }
        throw new CannotStartException(
                "TRUSTED_PROXIES: '%s' is neither an address nor a network such as 10.0.0.0/8".formatted(entry));
    }

    private static String or(@Nullable String one, @Nullable String other) {
        return one != null ? one : String.valueOf(other);
    }
}
