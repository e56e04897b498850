package io.ticketflow.report;

import java.util.UUID;

/** A person as reports name them. */
public record NamedPerson(UUID id, String fullName) {}
