package io.ticketflow.platform.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What counts as one client: an IPv4 address, or a whole IPv6 network of 64 bits, of which every household has more addresses than anybody can count. */
public final class ClientNetwork {

    private static final int NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /** Of an address as {@code getRemoteAddr} gives it; of anything else, that itself. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // With a colon in it this is never a name that would be looked up.
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
