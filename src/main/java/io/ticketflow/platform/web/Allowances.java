package io.ticketflow.platform.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * Counts the requests of each sender, so many of which are allowed in a minute. The minute begins with the first request, and the whole allowance is renewed
 * when it is over; so the numbers in an answer's headers hold, however fast further requests come. Senders who are silent for a minute are forgotten.
 */
final class Allowances {

    /**
     * The allowance after one more request.
     *
     * @param granted whether this request is within the limit
     * @param secondsToReset the time until the allowance is renewed
     */
    record Left(boolean granted, long limit, long remaining, long secondsToReset) {}

    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** This many addresses, as in a flood, cost about 20 MiB. */
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

    /** Rounds up, so that a caller who comes back after this time is not too early. */
    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).plusNanos(999_999_999).toSeconds();
    }
}
