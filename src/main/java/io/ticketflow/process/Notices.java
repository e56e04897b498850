package io.ticketflow.process;

import io.ticketflow.notification.Notice;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.process.instances.TicketInstances;
import io.ticketflow.process.instances.TicketVariables;
import io.ticketflow.process.model.LifecycleModels;
import io.ticketflow.process.sandbox.Texts;
import io.ticketflow.ticket.Projection;
import io.ticketflow.ticket.Ticket;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Sends the message that a task with the bean {@code notify} has in its model. A message without words is left out and logged: it never stops a ticket. */
@Component
class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final TicketInstances instances;
    private final Projection tickets;
    private final LifecycleModels models;
    private final Texts texts;
    private final ApplicationEventPublisher events;

    Notices(
            TicketInstances instances,
            Projection tickets,
            LifecycleModels models,
            Texts texts,
            ApplicationEventPublisher events) {
        this.instances = instances;
        this.tickets = tickets;
        this.models = models;
        this.texts = texts;
        this.events = events;
    }

    void send(DelegateExecution execution) {
        var ticket = tickets.locked(instances.ticketOf(execution));
        models.of(execution.getProcessDefinitionId())
                .notice(execution.getCurrentActivityId())
                .map(meaning -> new Notice(
                        ticket.id(),
                        read(meaning.subject(), ticket, execution),
                        read(meaning.text(), ticket, execution),
                        meaning.audience(),
                        meaning.ways()))
                .filter(notice -> VisibleText.is(notice.text()))
                .ifPresentOrElse(
                        events::publishEvent,
                        () -> LOG.warn(
                                "{} of {} sends no message about {}: its text is empty or cannot be computed",
                                execution.getCurrentActivityId(),
                                execution.getProcessDefinitionId(),
                                ticket.number()));
    }

    /** The ticket's own words come from its row, as it is now. */
    private String read(String text, Ticket ticket, DelegateExecution execution) {
        return texts.read(text, TicketVariables.of(ticket), execution::getVariables)
                .orElse("");
    }
}
