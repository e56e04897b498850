package io.ticketflow.ticket;

import io.swagger.v3.oas.annotations.media.Schema;

/** The subject of a ticket. */
@Schema(enumAsRef = true, description = "The subject of a ticket")
public enum Category {
    VM,
    NETWORK,
    STORAGE,
    DATABASE,
    SECURITY,
    ACCESS,
    CI_CD,
    MONITORING,
    APPLICATION,
    OTHER
}
