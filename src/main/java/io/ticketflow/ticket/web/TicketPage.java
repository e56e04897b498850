package io.ticketflow.ticket.web;

import io.swagger.v3.oas.annotations.Hidden;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.web.HtmlPage;
import io.ticketflow.ticket.ServiceDesk;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The address of a ticket in messages, for people who are signed in. It shows where the ticket stands and leads on to Tasklist. */
@Hidden
@RestController
class TicketPage {

    private static final String FACTS = """
            <dl>
              <dt>Status</dt><dd>%s</dd>
              <dt>Priority</dt><dd>%s</dd>
              <dt>Requester</dt><dd>%s</dd>
              <dt>Assignee</dt><dd>%s</dd>
            </dl>
            <ul>
              <li><a href="/camunda/app/tasklist/">Tasklist</a><span>What waits for you; search for %s</span></li>
              <li><a href="/api/v1/tickets/%s">All of its data</a><span>As the API answers it</span></li>
              <li><a href="/api/v1/tickets/%s/comments">Its comments</a><span>As the API answers them</span></li>
            </ul>
            """;

    private final ServiceDesk desk;
    private final Directory directory;

    TicketPage(ServiceDesk desk, Directory directory) {
        this.desk = desk;
        this.directory = directory;
    }

    @GetMapping(value = "/t/{number}", produces = MediaType.TEXT_HTML_VALUE)
    String show(Actor actor, @PathVariable String number) {
        var ticket = desk.read(number, actor);
        var stage = ticket.stage();
        return HtmlPage.of(
                HtmlUtils.htmlEscape(ticket.number() + ": " + ticket.title()),
                FACTS.formatted(
                        HtmlUtils.htmlEscape(
                                stage == null ? ticket.status().name() : stage.name() + " (" + ticket.status() + ")"),
                        ticket.priority(),
                        nameOf(ticket.requesterId()),
                        nameOf(ticket.assigneeId()),
                        ticket.number(),
                        ticket.number(),
                        ticket.number()));
    }

    private String nameOf(@Nullable UUID person) {
        return person == null
                ? "none yet"
                : HtmlUtils.htmlEscape(
                        directory.find(person).map(Person::fullName).orElse(""));
    }
}
