package io.ticketflow.platform.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The network that is counted as one client: an IPv4 address, or an IPv6 network of 64 bits, because every household has a whole such network. */
public final class ClientNetwork {

    private static final int NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /** The network of an address in the form of {@code getRemoteAddr}; any other text is returned as it is. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A text with a colon is never a host name, so nothing is looked up.
            if (InetAddress.getByName(address) instanceof Inet6Address v6) {
                var network = Arrays.copyOf(v6.getAddress(), v6.getAddress().length);
                Arrays.fill(network, NETWORK_BYTES, network.length, (byte) 0);
                return InetAddress.getByAddress(network).getHostAddress() + "/64";
            }
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }
}
