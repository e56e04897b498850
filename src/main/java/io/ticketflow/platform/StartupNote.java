package io.ticketflow.platform;

/** Something that whoever has started Ticketflow should read in its start-up line; a bean of a module that has something to say. */
public record StartupNote(String text) {}
