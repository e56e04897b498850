package io.ticketflow.attachment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/** Detects the type of a file from its first bytes alone. */
final class ContentTypes {

    /** The prefix of Tika's own names for variants of a type; clients get the type itself instead. */
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
