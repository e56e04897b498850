package io.ticketflow.process;

import static io.ticketflow.process.model.TicketLifecycle.ESCALATION_DUE;
import static io.ticketflow.process.model.TicketLifecycle.ESCALATION_TRIGGER;
import static io.ticketflow.process.model.TicketLifecycle.HANDED_OVER;
import static io.ticketflow.process.model.TicketLifecycle.TRANSITION;

import io.ticketflow.escalation.Trigger;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.process.instances.TicketInstances;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.tables.Calls;
import io.ticketflow.process.tables.Routing;
import io.ticketflow.process.timers.Rungs;
import io.ticketflow.sla.ClockKind;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.Projection;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service tasks of the models: one bean for each, under the task's own id. The name of a bean that a deployed version uses never changes. */
@Configuration(proxyBeanMethods = false)
class TicketLifecycleTasks {

    @Bean
    JavaDelegate assignTicket(Routing routing) {
        return routing::assign;
    }

    @Bean
    JavaDelegate notifyResponseWarning(TicketInstances instances, ServiceLevels levels) {
        return execution -> levels.warn(instances.ticketOf(execution), ClockKind.RESPONSE);
    }

    @Bean
    JavaDelegate notifyResolutionWarning(TicketInstances instances, ServiceLevels levels) {
        return execution -> levels.warn(instances.ticketOf(execution), ClockKind.RESOLUTION);
    }

    /** Records that the first response is late. This causes one call, when it is recorded. */
    @Bean
    JavaDelegate recordResponseBreach(TicketInstances instances, ServiceLevels levels) {
        return execution -> {
            execution.setVariableLocal(ESCALATION_TRIGGER, Trigger.RESPONSE_BREACH.name());
            execution.setVariableLocal(
                    ESCALATION_DUE, levels.breach(instances.ticketOf(execution), ClockKind.RESPONSE));
        };
    }

    /** Records that a solution is late. This causes a call when it is recorded, and further calls until the ticket is acknowledged. */
    @Bean
    JavaDelegate recordResolutionBreach(TicketInstances instances, ServiceLevels levels, Rungs rungs) {
        return execution -> {
            var ticketId = instances.ticketOf(execution);
            var due = levels.breach(ticketId, ClockKind.RESOLUTION) || rungs.isDue(ticketId);
            execution.setVariableLocal(ESCALATION_TRIGGER, Trigger.RESOLUTION_BREACH.name());
            execution.setVariableLocal(ESCALATION_DUE, due);
        };
    }

    /** Also called when a person asked for the next level at once, see {@code EngineLifecycle.callNextLevel}. */
    @Bean
    JavaDelegate recordAckTimeout() {
        return execution -> {
            if (!Trigger.MANUAL.name().equals(execution.getVariable(ESCALATION_TRIGGER))) {
                execution.setVariableLocal(ESCALATION_TRIGGER, Trigger.ACK_TIMEOUT.name());
            }
        };
    }

    @Bean
    JavaDelegate escalateTicket(Calls calls) {
        return calls::raise;
    }

    @Bean
    JavaDelegate escalateLateResponse(Calls calls) {
        return execution -> execution.setVariableLocal(HANDED_OVER, calls.raise(execution));
    }

    @Bean
    JavaDelegate escalateLateResolution(Calls calls) {
        return execution -> execution.setVariableLocal(HANDED_OVER, calls.raise(execution));
    }

    /** Where the ticket's model waits for no hand-over, the ticket stays as it is. The call that was made before remains. */
    @Bean
    JavaDelegate handOverTicket(ObjectProvider<RuntimeService> runtime) {
        return execution -> {
            var service = runtime.getObject();
            service
                    .createExecutionQuery()
                    .processInstanceId(execution.getProcessInstanceId())
                    .messageEventSubscriptionName(TicketLifecycle.HAND_OVER_MESSAGE)
                    .list()
                    .stream()
                    .filter(waiting -> !waiting.isEnded())
                    .findFirst()
                    .ifPresent(waiting ->
                            service.messageEventReceived(TicketLifecycle.HAND_OVER_MESSAGE, waiting.getId()));
        };
    }

    /** Any caller of the engine may send the message, so the bean checks that an escalation demands the hand-over. */
    @Bean
    JavaDelegate takeHandOver(TicketInstances instances, Calls calls) {
        return execution -> {
            if (!calls.isHandedOver(instances.ticketOf(execution))) {
                throw new ConflictException(
                        "NOT_HANDED_OVER", "No escalation hands this ticket over; the message means nothing.");
            }
            execution.setVariable(TRANSITION, TicketLifecycle.TAKEN_OVER);
        };
    }

    @Bean
    JavaDelegate remindRequester(TicketInstances instances, Projection tickets) {
        return execution -> tickets.remind(instances.ticketOf(execution), CurrentActor.get());
    }

    @Bean
    JavaDelegate giveUpWaiting(TicketInstances instances, Projection tickets) {
        return execution -> tickets.gaveUpWaiting(instances.ticketOf(execution), CurrentActor.get());
    }

    @Bean
    JavaDelegate notify(Notices notices) {
        return notices::send;
    }
}
