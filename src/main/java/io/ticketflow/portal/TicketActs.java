package io.ticketflow.portal;

import io.swagger.v3.oas.annotations.Hidden;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.platform.web.Idempotency;
import io.ticketflow.ticket.Comment;
import io.ticketflow.ticket.Conversation;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Visibility;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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

    private final ShownTicket shown;
    private final ServiceDesk desk;
    private final Conversation conversation;
    private final Idempotency idempotency;

    TicketActs(ShownTicket shown, ServiceDesk desk, Conversation conversation, Idempotency idempotency) {
        this.shown = shown;
        this.desk = desk;
        this.conversation = conversation;
        this.idempotency = idempotency;
    }

    /** A form that was sent, and the page that shows it again when its act is refused. */
    private record Sent(
            String form,
            String number,
            Actor by,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page) {}

    @PostMapping("/comments")
    String say(
            Actor actor,
            @ModelAttribute(name = "me", binding = false) Person me,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String body,
            @RequestParam(required = false) @Nullable Visibility visibility,
            HttpServletRequest request,
            HttpServletResponse response,
            Model page,
            RedirectAttributes next) {
        return answer(new Sent("comment", number, actor, request, response, page), () -> {
            var said = new AtomicReference<Comment>();
            idempotency.once(
                    FormKey.of(request, actor),
                    () -> said.set(conversation.say(number, body, chosen(visibility, me), null, actor)));
            var comment = said.get();
            if (comment == null) {
                return to(number);
            }
            if (comment.visibility() == Visibility.PUBLIC) {
                next.addFlashAttribute("notices", desk.warningsAboutSolution(comment.ticketId(), actor));
            }
            var ticket = desk.read(comment.ticketId().toString(), actor);
            return "%s#c-%s".formatted(to(ticket.number()), comment.id());
        });
    }

    /** Staff say each time who is to read a comment, because an internal remark that a requester reads cannot be called back. */
    private static Visibility chosen(@Nullable Visibility visibility, Person author) {
        if (visibility != null) {
            return visibility;
        }
        if (author.isStaff()) {
            throw InvalidException.field("visibility", "must be chosen");
        }
        return Visibility.PUBLIC;
    }

    private String answer(Sent sent, Supplier<String> act) {
        try {
            return act.get();
        } catch (ProblemException | ConcurrencyFailureException failure) {
            var refusal = Refusal.of(sent.form(), failure, sent.request());
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
