package io.ticketflow.ticket;

/** The subject of a ticket. */
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
