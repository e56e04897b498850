package io.ticketflow.ticket;

/** What a ticket is about. */
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
