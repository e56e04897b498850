package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.Carrier;
import io.ticketflow.notification.channel.Letter;
import io.ticketflow.notification.channel.SendingFailedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the letters that it was given. A test may say that it refuses them. */
class PaperCarrier implements Carrier {

    /** Looks at a letter before it is kept. */
    interface Look {
        void at(Letter letter) throws SendingFailedException;
    }

    private final Channel channel;
    private final Look look;
    private final List<Letter> letters = new CopyOnWriteArrayList<>();

    PaperCarrier(Channel channel) {
        this(channel, letter -> {});
    }

    PaperCarrier(Channel channel, Look look) {
        this.channel = channel;
        this.look = look;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public Call call() {
        return letter -> {
            look.at(letter);
            letters.add(letter);
            return new Receipt("receipt-" + letters.size(), 1);
        };
    }

    List<Letter> letters() {
        return letters;
    }

    List<String> subjects() {
        return letters.stream().map(letter -> letter.words().subject()).toList();
    }
}
