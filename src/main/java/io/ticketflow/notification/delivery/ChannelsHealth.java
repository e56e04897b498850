package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.ChannelSettings;
import java.util.Locale;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Tells administrators which channels are set up. A channel without its settings is no fault. */
@Component("channels")
class ChannelsHealth implements HealthIndicator {

    private final ChannelSettings settings;

    ChannelsHealth(ChannelSettings settings) {
        this.settings = settings;
    }

    @Override
    public Health health() {
        var health = Health.up();
        for (var channel : Channel.values()) {
            health.withDetail(
                    channel.name().toLowerCase(Locale.ROOT),
                    settings.obstacle(channel)
                            .map(obstacle -> "off. " + obstacle)
                            .orElse("on"));
        }
        return health.build();
    }
}
