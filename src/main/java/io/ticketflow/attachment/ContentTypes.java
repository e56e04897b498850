package io.ticketflow.attachment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/** What bytes are, by the look of their beginning alone. */
final class ContentTypes {

    /** Tika's own names for what it could tell apart by looking inside: to the world they are what it looked into. */
    private static final String FOR_ITSELF = "x-tika";

    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();

    String of(byte[] beginning, int length) {
        try {
            var type = types.detect(new ByteArrayInputStream(beginning, 0, length), new Metadata());
            while (type.getSubtype().startsWith(FOR_ITSELF)) {
                type = generally(type);
            }
            return type.toString();
        } catch (IOException cannotHappen) {
            throw new UncheckedIOException(cannotHappen);
        }
    }

    private MediaType generally(MediaType type) {
        var supertype = types.getMediaTypeRegistry().getSupertype(type);
        return supertype == null ? MediaType.OCTET_STREAM : supertype;
    }
}
