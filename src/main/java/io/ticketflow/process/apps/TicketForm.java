package io.ticketflow.process.apps;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.process.instances.TicketInstances;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.Conversation;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Transition;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.Spin;
import org.camunda.spin.plugin.variable.SpinValues;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** The content of the form {@code ticket-move} at a state task: the ticket, and the steps that the person may take. */
@Component
public class TicketForm {

    private final TicketInstances instances;
    private final ServiceDesk desk;
    private final Conversation conversation;
    private final Directory directory;
    private final ServiceLevels levels;

    TicketForm(
            TicketInstances instances,
            ServiceDesk desk,
            Conversation conversation,
            Directory directory,
            ServiceLevels levels) {
        this.instances = instances;
        this.desk = desk;
        this.conversation = conversation;
        this.directory = directory;
        this.levels = levels;
    }

    /** An option of a select field. */
    record Option(String label, String value) {}

    /** The values of the form's fields by the ids in {@code processes/ticket-move.form}. */
    public Map<String, TypedValue> fields(DelegateTask task) {
        var ticket = desk.find(instances.ticketOf(task.getExecution())).orElseThrow();
        var by = CurrentActor.get();
        var steps = by.isSystem() ? List.<Transition>of() : desk.transitions(ticket.number(), by);
        var words = new FormWords(LocaleContextHolder.getLocale());
        var fields = new LinkedHashMap<String, TypedValue>();
        var readerIsRequester = ticket.requesterId().equals(by.userId());
        json(fields, "words", words.labels(ticket, readerIsRequester));
        if (readerIsRequester && ticket.waitsForAnswer()) {
            // Chosen beforehand, so that the requester finds a field for the answer.
            Transition.answering(steps).ifPresent(step -> text(fields, "transition", step));
        }
        text(fields, "number", ticket.number());
        text(fields, "title", ticket.title());
        text(fields, "description", ticket.description());
        text(fields, "priority", ticket.priority().name());
        text(fields, "stage", Optional.ofNullable(task.getName()).orElse(""));
        text(fields, "requester", directory.person(ticket.requesterId()).fullName());
        text(fields, "deadline", words.deadline(levels.next(ticket.id())));
        text(fields, "question", conversation.question(ticket).orElse(""));
        text(fields, "offeredResolution", offeredResolution(ticket, words));
        json(
                fields,
                "transitions",
                steps.stream().map(step -> new Option(step.name(), step.key())).toList());
        json(fields, "commentKeys", keys(ticket, steps, "comment"));
        json(fields, "resolutionKeys", keys(ticket, steps, "resolution"));
        json(fields, "resolutionCodeKeys", keys(ticket, steps, "resolutionCode"));
        json(fields, "assigneeKeys", keys(ticket, steps, "assigneeId"));
        json(
                fields,
                "closeKeys",
                steps.stream()
                        .filter(step -> step.status() == TicketStatus.CLOSED)
                        .map(Transition::key)
                        .toList());
        json(fields, "resolutionCodes", codes(code -> true, words));
        json(fields, "closeCodes", codes(ResolutionCode::isWithdrawal, words));
        json(fields, "assignees", assignees(ticket, words));
        return fields;
    }

    private List<String> keys(Ticket ticket, List<Transition> steps, String field) {
        return steps.stream()
                .filter(step -> desk.offeredFields(ticket, step).contains(field))
                .map(Transition::key)
                .toList();
    }

    /** The solution that the requester is asked to confirm; empty when none is offered. */
    private static String offeredResolution(Ticket ticket, FormWords words) {
        if (ticket.status() != TicketStatus.RESOLVED) {
            return "";
        }
        return Stream.of(
                        Optional.ofNullable(ticket.resolutionCode()).map(words::of),
                        Optional.ofNullable(ticket.resolution()).filter(text -> !text.isEmpty()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n\n"));
    }

    private static List<Option> codes(Predicate<ResolutionCode> wanted, FormWords words) {
        return Arrays.stream(ResolutionCode.values())
                .filter(wanted)
                .map(code -> new Option(words.of(code), code.name()))
                .toList();
    }

    private List<Option> assignees(Ticket ticket, FormWords words) {
        if (ticket.status() != TicketStatus.NEW) {
            return List.of();
        }
        var teams = ticket.teamId() == null ? directory.teams() : List.of(directory.team(ticket.teamId()));
        return teams.stream()
                .flatMap(team -> directory.membersOf(team.id()).stream())
                .filter(Person::isStaff)
                .map(person -> new Option(
                        person.available() ? person.fullName() : words.away(person.fullName()),
                        person.id().toString()))
                .toList();
    }

    private static void text(Map<String, TypedValue> fields, String name, String value) {
        fields.put(name, Variables.stringValue(value));
    }

    private static void json(Map<String, TypedValue> fields, String name, Object value) {
        fields.put(name, SpinValues.jsonValue(Spin.JSON(value).toString()).create());
    }
}
