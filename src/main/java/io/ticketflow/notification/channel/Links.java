package io.ticketflow.notification.channel;

import io.ticketflow.platform.Settings;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The addresses to which messages lead. */
public final class Links {

    private Links() {}

    /** The page of the ticket; the installation's first page if the message is about none. */
    public static URI to(Settings settings, Letter.@Nullable About ticket) {
        return ticket == null ? settings.appUrl() : below(settings, "/t/" + ticket.number());
    }

    /** A path of this installation. */
    static URI below(Settings settings, String path) {
        return URI.create(settings.appUrl().toString().replaceAll("/+$", "") + path);
    }
}
