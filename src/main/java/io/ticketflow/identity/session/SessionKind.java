package io.ticketflow.identity.session;

/** How somebody stays signed in. */
enum SessionKind {
    /** By access and refresh tokens. */
    API,
    /** By a browser's cookie. */
    WEB
}
