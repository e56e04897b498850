package io.ticketflow.notification;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.UUID;

/** Makes the files of mails when they leave, so that a mail that waits needs only the key of its file. */
public interface Enclosures {

    /** A file in a mail. */
    record Enclosure(String fileName, String mediaType, ByteArrayOutputStream content) {}

    /** Why the recipient must not get this file; empty when they may. */
    Optional<String> objection(String key, UUID recipient);

    /** The address at which the recipient gets these mails no longer. */
    String turnOff(String key, UUID recipient);

    /** Makes the file as this recipient may see it. Call it outside of transactions. Empty when the file is too large for a mail. */
    Optional<Enclosure> make(String key, UUID recipient);
}
