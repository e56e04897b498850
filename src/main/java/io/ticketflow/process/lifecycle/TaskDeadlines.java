package io.ticketflow.process.lifecycle;

import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketEvent;
import org.camunda.bpm.engine.TaskService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Gives the open task the deadline of the next clock when the ticket is answered for the first time without leaving its state. */
@Component
class TaskDeadlines {

    private final ServiceDesk desk;
    private final Assignees assignees;
    private final ObjectProvider<TaskService> tasks;

    TaskDeadlines(ServiceDesk desk, Assignees assignees, ObjectProvider<TaskService> tasks) {
        this.desk = desk;
        this.assignees = assignees;
        this.tasks = tasks;
    }

    /** Runs after the clocks have heard of the answer. */
    @EventListener
    void on(TicketEvent.Responded responded) {
        desk.find(responded.ticketId())
                .filter(Ticket::isAtRest)
                .ifPresent(ticket -> assignees.reprioritise(ticket, tasks.getObject()));
    }
}
