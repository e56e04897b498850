package io.ticketflow.attachment;

import java.util.UUID;

/** A file that has arrived completely and is attached to no ticket yet. */
public record ReceivedFile(UUID id, String name, String contentType, long size, String sha256) {}
