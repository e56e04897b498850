package io.ticketflow.portal;

import io.swagger.v3.oas.annotations.Hidden;
import io.ticketflow.attachment.Attachments;
import io.ticketflow.attachment.FileContents;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.platform.web.Idempotency;
import io.ticketflow.platform.web.IdempotencyKey;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.sla.ServiceLevels.Preview;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The page on which people submit a ticket, with its files. */
@Hidden
@Controller
class NewTicketPage {

    private static final String PATH = "/tickets/new";
    private static final String VIEW = "new-ticket";

    private static final Set<String> FIELDS =
            Set.of("key", "title", "description", "category", "priority", "requester");

    private static final Pattern KEY = Pattern.compile("[0-9a-f-]{36}");

    /**
     * The fields as a person typed them.
     *
     * @param key the same whenever the same form is sent
     * @param requester the handle or address of the person for whom staff submit; empty for themselves
     */
    record Draft(String key, String title, String description, String category, String priority, String requester) {

        static Draft empty() {
            return new Draft(UUID.randomUUID().toString(), "", "", "", Priority.P3.name(), "");
        }

        static Draft of(SentForm form) {
            var key = form.text("key");
            return new Draft(
                    KEY.matcher(key).matches() ? key : UUID.randomUUID().toString(),
                    form.text("title"),
                    form.text("description"),
                    form.text("category"),
                    form.text("priority"),
                    form.text("requester"));
        }

        /** The same texts as another form, which may be sent although this one was. */
        Draft anew() {
            return new Draft(UUID.randomUUID().toString(), title, description, category, priority, requester);
        }
    }

    private final ServiceDesk desk;
    private final Attachments attachments;
    private final FileContents contents;
    private final ServiceLevels levels;
    private final Directory directory;
    private final Idempotency idempotency;
    private final Clock clock;

    NewTicketPage(
            ServiceDesk desk,
            Attachments attachments,
            FileContents contents,
            ServiceLevels levels,
            Directory directory,
            Idempotency idempotency,
            Clock clock) {
        this.desk = desk;
        this.attachments = attachments;
        this.contents = contents;
        this.levels = levels;
        this.directory = directory;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    @GetMapping(value = PATH, produces = MediaType.TEXT_HTML_VALUE)
    String show(Model page) {
        return show(Draft.empty(), Map.of(), page);
    }

    private String show(Draft draft, Map<String, String> errors, Model page) {
        page.addAttribute("draft", draft);
        page.addAttribute("errors", errors);
        page.addAttribute("categories", Category.values());
        page.addAttribute("promises", promises());
        page.addAttribute("mostFiles", Attachments.MOST);
        page.addAttribute("largestFile", FileContents.MAX_SIZE >> 20);
        return VIEW;
    }

    /** What is promised for a ticket that is sent now: first for all categories, then for those with a promise of their own. */
    private Map<Priority, List<Preview>> promises() {
        return levels.promises(clock.instant()).stream()
                .collect(Collectors.groupingBy(
                        promise -> promise.policy().priority(), LinkedHashMap::new, Collectors.toList()));
    }

    @PostMapping(value = PATH, consumes = MediaType.MULTIPART_FORM_DATA_VALUE, produces = MediaType.TEXT_HTML_VALUE)
    String send(Actor actor, HttpServletRequest request, HttpServletResponse response, Model page) {
        var form = SentForm.read(request, FIELDS, contents);
        var draft = Draft.of(form);
        var errors = new LinkedHashMap<String, String>();
        try {
            var ticket = read(draft, desk.caller(actor), errors);
            if (ticket.isPresent() && form.refusedFiles().isEmpty()) {
                return "redirect:/t/" + submit(ticket.get(), draft, form, actor).number();
            }
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        } catch (ProblemException refusal) {
            explain(refusal, errors, page);
            response.setStatus(refusal.status());
        }
        form.discardFiles();
        page.addAttribute("refusedFiles", form.refusedFiles());
        page.addAttribute("hadFiles", form.hasFiles());
        return show(draft.anew(), errors, page);
    }

    /** The ticket that a draft describes; empty if something in the draft is wrong. */
    private Optional<NewTicket> read(Draft draft, Person caller, Map<String, String> errors) {
        var category = named(Category.values(), draft.category());
        if (category == null) {
            errors.put("category", "new.category.missing");
        }
        var priority = named(Priority.values(), draft.priority());
        if (priority == null) {
            errors.put("priority", "new.priority.missing");
        }
        // Requesters have no such field, and must not learn here who has an account.
        var isForAnother = caller.isStaff() && !draft.requester().isBlank();
        var requester = isForAnother ? find(draft.requester()) : null;
        if (isForAnother && requester == null) {
            errors.put("requester", "new.requester.unknown");
        }
        try {
            var ticket = new NewTicket(
                    draft.title().strip(),
                    draft.description(),
                    Objects.requireNonNullElse(category, Category.OTHER),
                    Objects.requireNonNullElse(priority, Priority.P3),
                    List.of(),
                    requester == null ? null : requester.id(),
                    null);
            return errors.isEmpty() ? Optional.of(ticket) : Optional.empty();
        } catch (InvalidException wrong) {
            wrong.errors().forEach(error -> errors.put(error.field(), "new.%s.wrong".formatted(error.field())));
            return Optional.empty();
        }
    }

    private @Nullable Person find(String handleOrEmail) {
        var written = handleOrEmail.strip().toLowerCase(Locale.ROOT);
        return written.indexOf('\0') >= 0
                ? null
                : directory.findByEmail(written).orElse(null);
    }

    private static <E extends Enum<E>> @Nullable E named(E[] values, String name) {
        return Arrays.stream(values)
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Submits the ticket together with its files. The same form sent twice makes one ticket. */
    private Ticket submit(NewTicket ticket, Draft draft, SentForm form, Actor actor) {
        var key = IdempotencyKey.ofForm(
                Objects.requireNonNull(actor.userId()), "POST " + PATH, draft.key(), form.words());
        var submitted = idempotency.once(
                key,
                () -> {
                    var opened = desk.open(ticket, actor);
                    form.files().forEach(file -> attachments.attach(opened.number(), file, Visibility.PUBLIC, actor));
                    return opened;
                },
                opened -> opened.id().toString(),
                id -> {
                    form.discardFiles();
                    return desk.read(id, actor);
                },
                ResponseEntity::ok);
        return Objects.requireNonNull(submitted.getBody());
    }

    /** Says at the field where it belongs why the ticket was refused, or at the top of the page. */
    private static void explain(ProblemException refusal, Map<String, String> errors, Model page) {
        switch (refusal.code()) {
            case "PRIORITY_LIMIT" -> errors.put("priority", "new.priority.limit");
            case "IDEMPOTENCY_KEY_REUSED" -> page.addAttribute("isSentBefore", true);
            default -> {
                if (refusal.errors().stream().anyMatch(error -> error.field().equals("requesterId"))) {
                    errors.put("requester", "new.requester.unknown");
                } else {
                    page.addAttribute("refusal", refusal.detail());
                }
            }
        }
    }
}
