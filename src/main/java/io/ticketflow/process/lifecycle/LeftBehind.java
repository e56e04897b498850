package io.ticketflow.process.lifecycle;

import io.ticketflow.platform.ActsByItself;
import io.ticketflow.process.tables.AbandonedTickets;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Catches up at the start with what happened while the application was down, and what a kill left unfinished. */
@ActsByItself
@Component
class LeftBehind {

    private final WaitingTickets waiting;
    private final AbandonedTickets abandoned;

    LeftBehind(WaitingTickets waiting, AbandonedTickets abandoned) {
        this.waiting = waiting;
        this.abandoned = abandoned;
    }

    @EventListener(ApplicationReadyEvent.class)
    void onReady() {
        waiting.offerSoon();
        abandoned.giveToOthersSoon();
    }
}
