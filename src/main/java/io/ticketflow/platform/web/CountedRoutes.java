package io.ticketflow.platform.web;

import java.util.List;

/**
 * Routes of a module that {@link RateLimits} counts in addition to those below {@code /api/v1}.
 *
 * @param signIns paths of POST requests with which people try to sign in
 * @param requests patterns of paths, for requests of every method
 */
public record CountedRoutes(List<String> signIns, List<String> requests) {

    public static CountedRoutes signIns(String... paths) {
        return new CountedRoutes(List.of(paths), List.of());
    }

    public static CountedRoutes requests(String... patterns) {
        return new CountedRoutes(List.of(), List.of(patterns));
    }
}
