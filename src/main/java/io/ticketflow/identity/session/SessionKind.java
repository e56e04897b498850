package io.ticketflow.identity.session;

/** The kinds of sessions. */
enum SessionKind {
    /** By access and refresh tokens. */
    API,
    /** By a browser's cookie. */
    WEB
}
