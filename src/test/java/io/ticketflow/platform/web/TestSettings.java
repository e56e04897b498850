package io.ticketflow.platform.web;

/** Settings for tests without a context. */
final class TestSettings {

    private TestSettings() {}

    static FrontSettings withLimits(int requests, int signIns) {
        return new FrontSettings(requests, signIns, "", "", "");
    }

    static FrontSettings withOrigins(String origins) {
        return new FrontSettings(1, 1, "", origins, "");
    }

    static FrontSettings withMetricsToken(String token) {
        return new FrontSettings(1, 1, "", "", token);
    }
}
