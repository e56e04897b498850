package io.ticketflow.platform.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * So many requests in a minute for everybody who sends some. The minute begins with the first of them, and all come back together when it is over: what was
 * said in an answer's headers holds, however fast the requests come. Of whoever sends nothing for a minute nothing is kept.
 */
final class Allowances {

    /**
     * What is left after one more request.
     *
     * @param granted whether that one is still among them
     * @param secondsToReset until all are there again
     */
    record Left(boolean granted, long limit, long remaining, long secondsToReset) {}

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** So many flooding addresses cost about 20 MiB. */
    private static final int MOST_KEPT = 50_000;

    private final long perMinute;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets;

    Allowances(long perMinute, TimeMeter time) {
        this.perMinute = perMinute;
        this.time = time;
        this.buckets = Caffeine.newBuilder()
                .ticker(time::currentTimeNanos)
                .expireAfterAccess(MINUTE)
                .maximumSize(MOST_KEPT)
                .build();
    }

    Left spend(String who) {
        var probe = buckets.get(who, name -> full()).tryConsumeAndReturnRemaining(1);
        return new Left(
                probe.isConsumed(), perMinute, probe.getRemainingTokens(), seconds(probe.getNanosToWaitForReset()));
    }

    boolean isSpent(String who) {
        var bucket = buckets.getIfPresent(who);
        return bucket != null && bucket.getAvailableTokens() == 0;
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillIntervally(perMinute, MINUTE))
                .withCustomTimePrecision(time)
                .build();
    }

    /** Rounded up: whoever comes back then must not be too early. */
    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).plusNanos(999_999_999).toSeconds();
    }
}
