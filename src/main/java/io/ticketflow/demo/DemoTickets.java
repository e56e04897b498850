package io.ticketflow.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketflow.identity.Directory;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ActsByItself;
import io.ticketflow.platform.Settings;
import io.ticketflow.platform.database.OneNodeAtATime;
import io.ticketflow.process.lifecycle.RoutingInPlace;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Conversation;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.ServiceDesk.Wish;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Creates the tickets of the demonstration in all states, by acts of the demo people. It runs before the job executor starts, so it routes the tickets itself.
 */
@ActsByItself
@Component
class DemoTickets implements ApplicationRunner {

    private static final ClassPathResource STORIES = new ClassPathResource("demo/tickets.yaml");

    private final Settings settings;
    private final ServiceDesk desk;
    private final Conversation conversation;
    private final Ownership ownership;
    private final Directory directory;
    private final RoutingInPlace routing;
    private final ObjectMapper json;
    private final EntityManager entities;
    private final OneNodeAtATime oneNodeAtATime;

    DemoTickets(
            Settings settings,
            ServiceDesk desk,
            Conversation conversation,
            Ownership ownership,
            Directory directory,
            RoutingInPlace routing,
            ObjectMapper json,
            EntityManager entities,
            OneNodeAtATime oneNodeAtATime) {
        this.settings = settings;
        this.desk = desk;
        this.conversation = conversation;
        this.ownership = ownership;
        this.directory = directory;
        this.routing = routing;
        this.json = json;
        this.entities = entities;
        this.oneNodeAtATime = oneNodeAtATime;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (settings.demo()
                && !settings.isProduction()
                && directory.findByHandle("user2").isPresent()) {
            fillEmptyDatabase();
        }
    }

    /** Creates all tickets in one transaction: if the start ends here, the database stays empty and the next start begins again. */
    void fillEmptyDatabase() {
        oneNodeAtATime.run(() -> {
            if (desk.isEmpty()) {
                stories().forEach(this::play);
            }
        });
    }

    /**
     * The story of one ticket.
     *
     * @param by the requester's handle
     * @param then the acts of people after the submission, each as {@code who verb: words}
     */
    private record Story(
            String title,
            String text,
            String by,
            Category category,
            Priority priority,
            @Nullable List<Map<String, @Nullable String>> then) {}

    private List<Story> stories() {
        try (var text = STORIES.getInputStream()) {
            Object stories = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            return json.convertValue(stories, new TypeReference<List<Story>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void play(Story story) {
        var request = new NewTicket(story.title(), story.text(), story.category(), story.priority());
        var ticket = desk.open(request, as(story.by()));
        routing.route(ticket);
        for (var step : Objects.requireNonNullElse(story.then(), List.<Map<String, @Nullable String>>of())) {
            step.forEach((deed, words) -> {
                var whoAndVerb = deed.split(" ", 2);
                act(ticket, actor(ticket, whoAndVerb[0]), whoAndVerb[1], Objects.requireNonNullElse(words, ""));
            });
        }
        // Otherwise each query for the next ticket would look for changes in all tickets before it.
        entities.flush();
        entities.clear();
    }

    private void act(Ticket ticket, Actor by, String verb, String words) {
        switch (verb) {
            case "says" -> conversation.say(ticket.number(), words, Visibility.PUBLIC, null, by);
            case "notes" -> conversation.say(ticket.number(), words, Visibility.INTERNAL, null, by);
            case "assigns" -> ownership.assign(ticket.number(), idOf(words), null, null, null, by);
            case "starts", "acknowledges" -> move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, by);
            case "gives back" -> move(ticket, TicketStatus.OPEN, MoveDetails.comment(words), by);
            case "asks" -> move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment(words), by);
            case "escalates" -> move(ticket, TicketStatus.ESCALATED, MoveDetails.comment(words), by);
            case "resolves" -> resolve(ticket, ResolutionCode.FIXED, words, by);
            case "works around" -> resolve(ticket, ResolutionCode.WORKAROUND, words, by);
            case "cannot reproduce" -> resolve(ticket, ResolutionCode.CANNOT_REPRODUCE, words, by);
            case "refuses" -> move(ticket, TicketStatus.REOPENED, MoveDetails.comment(words), by);
            case "confirms" -> move(ticket, TicketStatus.CLOSED, MoveDetails.NONE, by);
            case "cancels" -> close(ticket, ResolutionCode.CANCELLED, words, by);
            case "closes as duplicate" -> close(ticket, ResolutionCode.DUPLICATE, words, by);
            default -> throw new IllegalArgumentException("The demonstration has no act '%s'".formatted(verb));
        }
    }

    private void resolve(Ticket ticket, ResolutionCode code, String resolution, Actor by) {
        move(ticket, TicketStatus.RESOLVED, MoveDetails.resolution(code, resolution), by);
    }

    private void close(Ticket ticket, ResolutionCode code, String comment, Actor by) {
        move(ticket, TicketStatus.CLOSED, new MoveDetails(comment, code, null, null), by);
    }

    /** Uses the key of the step, which mostly equals the status; only after a second rejection the step leads to ESCALATED. */
    private void move(Ticket ticket, TicketStatus to, MoveDetails details, Actor by) {
        desk.move(ticket.number(), new Wish(to.name(), null), details, null, by);
    }

    private Actor actor(Ticket ticket, String who) {
        return switch (who) {
            case "requester" -> as(ticket.requesterId());
            case "assignee" -> as(assigneeOf(ticket));
            default -> as(who);
        };
    }

    private UUID assigneeOf(Ticket ticket) {
        var now = desk.find(ticket.id()).orElseThrow();
        return Objects.requireNonNull(now.assigneeId(), "the demonstration has room for it");
    }

    private UUID idOf(String handle) {
        return directory.findByHandle(handle).orElseThrow().id();
    }

    private Actor as(String handle) {
        return as(idOf(handle));
    }

    private static Actor as(UUID person) {
        return Actor.of(person, Actor.Source.API);
    }
}
