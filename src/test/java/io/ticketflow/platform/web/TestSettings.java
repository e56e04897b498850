package io.ticketflow.platform.web;

/** Settings for tests without a Spring context. */
final class TestSettings {

    private TestSettings() {}

    static FrontSettings withLimits(int requests, int signIns) {
        return new FrontSettings(requests, signIns, 1, 1, 1, "", "", "");
    }

    static FrontSettings withPatience(int seconds, int connectionsPerAddress) {
        return new FrontSettings(1, 1, seconds, connectionsPerAddress, 1, "", "", "");
    }

    static FrontSettings withRequestsAtOnce(int perAddress) {
        return new FrontSettings(1, 1, 1, 1, perAddress, "", "", "");
    }

    static FrontSettings withOrigins(String origins) {
        return new FrontSettings(1, 1, 1, 1, 1, "", origins, "");
    }

    static FrontSettings withMetricsToken(String token) {
        return new FrontSettings(1, 1, 1, 1, 1, "", "", token);
    }
}
