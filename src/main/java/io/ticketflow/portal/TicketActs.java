package io.ticketflow.portal;

import io.swagger.v3.oas.annotations.Hidden;
import io.ticketflow.attachment.Attachments;
import io.ticketflow.attachment.FileContents;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.platform.web.Idempotency;
import io.ticketflow.ticket.Comment;
import io.ticketflow.ticket.Conversation;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.ServiceDesk.Wish;
import io.ticketflow.ticket.Visibility;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The forms on the page of a ticket. After an act the browser gets the page anew; a refused act shows the page with what was entered. */
@Hidden
@Controller
@RequestMapping(path = "/t/{number}", produces = MediaType.TEXT_HTML_VALUE)
class TicketActs {

    private static final Set<String> COMMENT = Set.of("body", "visibility", FormKey.FIELD);

    private final ShownTicket shown;
    private final ServiceDesk desk;
    private final Conversation conversation;
    private final Ownership ownership;
    private final Attachments attachments;
    private final FileContents contents;
    private final Idempotency idempotency;

    TicketActs(
            ShownTicket shown,
            ServiceDesk desk,
            Conversation conversation,
            Ownership ownership,
            Attachments attachments,
            FileContents contents,
            Idempotency idempotency) {
        this.shown = shown;
        this.desk = desk;
        this.conversation = conversation;
        this.ownership = ownership;
        this.attachments = attachments;
        this.contents = contents;
        this.idempotency = idempotency;
    }

    /** A form that was sent, with what was entered, and the page that shows it again when its act is refused. */
    private record Sent(
            String form,
            String number,
            Actor by,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page,
            Map<String, String> typed) {

        Sent(
                String form,
                String number,
                Actor by,
                HttpServletRequest request,
                HttpServletResponse response,
                Model page) {
            this(form, number, by, request, response, page, new LinkedHashMap<>());
            request.getParameterMap().forEach((name, values) -> typed.put(name, values[0]));
        }
    }

    /** The files of a comment have the same readers as the comment. */
    @PostMapping(path = "/comments", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    String say(
            Actor actor,
            @ModelAttribute(name = "me", binding = false) Person me,
            @PathVariable String number,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page,
            RedirectAttributes next) {
        // Refuses a person who may not see the ticket before the files are read.
        desk.read(number, actor);
        var form = SentForm.read(request, COMMENT, contents);
        var typed = COMMENT.stream().collect(Collectors.toMap(field -> field, form::text));
        page.addAttribute("refusedFiles", form.refusedFiles());
        page.addAttribute("hadFiles", form.hasFiles());
        return answer(new Sent("comment", number, actor, request, response, page, typed), () -> {
            try {
                return say(number, form, chosen(form.text("visibility"), me), request, next, actor);
            } catch (RuntimeException refused) {
                form.discardFiles();
                throw refused;
            }
        });
    }

    private String say(
            String number,
            SentForm form,
            Visibility visibility,
            HttpServletRequest request,
            RedirectAttributes next,
            Actor actor) {
        if (!form.refusedFiles().isEmpty()) {
            throw InvalidException.field(SentForm.FILE, "was not taken");
        }
        var said = new AtomicReference<Comment>();
        idempotency.once(FormKey.of(request, actor, form), () -> {
            said.set(conversation.say(number, form.text("body"), visibility, null, actor));
            form.files().forEach(file -> attachments.attach(number, file, visibility, actor));
        });
        var comment = said.get();
        if (comment == null) {
            form.discardFiles();
            return to(number);
        }
        if (visibility == Visibility.PUBLIC) {
            next.addFlashAttribute("notices", desk.warningsAboutSolution(comment.ticketId(), actor));
        }
        var ticket = desk.read(comment.ticketId().toString(), actor);
        return "%s#c-%s".formatted(to(ticket.number()), comment.id());
    }

    /** Staff say each time who is to read a comment, because an internal remark that a requester reads cannot be called back. */
    private static Visibility chosen(String visibility, Person author) {
        if (visibility.isEmpty() && !author.isStaff()) {
            return Visibility.PUBLIC;
        }
        return Arrays.stream(Visibility.values())
                .filter(each -> each.name().equals(visibility))
                .findFirst()
                .orElseThrow(() -> InvalidException.field("visibility", "must be chosen"));
    }

    /** @param version the version of the ticket on the page with the form */
    @PostMapping("/steps")
    String step(
            Actor actor,
            @PathVariable String number,
            @RequestParam String transition,
            @RequestParam long version,
            @RequestParam(required = false) @Nullable String comment,
            @RequestParam(required = false) @Nullable ResolutionCode resolutionCode,
            @RequestParam(required = false) @Nullable String resolution,
            @RequestParam(required = false) @Nullable UUID assigneeId,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page) {
        var details = new MoveDetails(comment, resolutionCode, resolution, assigneeId);
        return answer(new Sent("step", number, actor, request, response, page), () -> {
            idempotency.once(
                    FormKey.of(request, actor),
                    () -> desk.move(number, new Wish(transition, null), details, ETags.of(version), actor));
            return to(number);
        });
    }

    @PostMapping("/claim")
    String claim(
            Actor actor,
            @PathVariable String number,
            @RequestParam long version,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page) {
        return answer(new Sent("assign", number, actor, request, response, page), () -> {
            idempotency.once(FormKey.of(request, actor), () -> ownership.claim(number, ETags.of(version), actor));
            return to(number);
        });
    }

    /** @param assigneeId a person's id; empty for the queue */
    @PostMapping("/assignee")
    String assign(
            Actor actor,
            @PathVariable String number,
            @RequestParam long version,
            @RequestParam String assigneeId,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page,
            RedirectAttributes next) {
        return answer(new Sent("assign", number, actor, request, response, page), () -> {
            var why = VisibleText.is(reason) ? reason : null;
            idempotency.once(FormKey.of(request, actor), () -> {
                var done = ownership.assign(number, person(assigneeId), null, why, ETags.of(version), actor);
                next.addFlashAttribute("notices", done.warnings());
            });
            return to(number);
        });
    }

    private static @Nullable UUID person(String id) {
        try {
            return id.isEmpty() ? null : UUID.fromString(id);
        } catch (IllegalArgumentException unreadable) {
            throw InvalidException.field("assigneeId", "is not a person who can work on tickets");
        }
    }

    private String answer(Sent sent, Supplier<String> act) {
        try {
            return act.get();
        } catch (ProblemException | ConcurrencyFailureException failure) {
            var refusal = Refusal.of(sent.form(), failure, sent.request().getRequestURI(), sent.typed());
            sent.response().setStatus(refusal.status());
            sent.page().addAttribute("refusal", refusal);
            shown.on(sent.page(), sent.number(), null, sent.by());
            return TicketPage.VIEW;
        }
    }

    private static String to(String number) {
        return "redirect:/t/" + number;
    }
}
