package io.ticketflow.report;

import java.util.UUID;

/** A team as reports name it. */
public record NamedTeam(UUID id, String name) {}
