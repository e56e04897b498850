package io.ticketflow.portal;

import io.swagger.v3.oas.annotations.Hidden;
import io.ticketflow.platform.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of a ticket, at the address that messages name. */
@Hidden
@Controller
class TicketPage {

    static final String VIEW = "ticket";

    private final ShownTicket shown;

    TicketPage(ShownTicket shown) {
        this.shown = shown;
    }

    /** @param after where the shown part of a long conversation begins; null at its beginning */
    @GetMapping(value = "/t/{number}", produces = MediaType.TEXT_HTML_VALUE)
    String show(
            Actor actor,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable String after,
            Model page) {
        shown.on(page, number, after, actor);
        return VIEW;
    }
}
