package io.ticketflow.portal;

import io.ticketflow.attachment.Attachment;
import io.ticketflow.attachment.Attachments;
import io.ticketflow.attachment.FileContents;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Team;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.ticket.Comment;
import io.ticketflow.ticket.Conversation;
import io.ticketflow.ticket.Deadlines;
import io.ticketflow.ticket.HistoryEntry;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Ownership.Assignable;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the page of a ticket shows, as far as its reader may see it. */
@Component
class ShownTicket {

    /** As many comments as one page shows. */
    private static final int COMMENTS = 200;
    /** More files than a ticket may have. */
    private static final int FILES = 100;

    private final ServiceDesk desk;
    private final Conversation conversation;
    private final Attachments attachments;
    private final Ownership ownership;
    private final Deadlines deadlines;
    private final Directory directory;

    ShownTicket(
            ServiceDesk desk,
            Conversation conversation,
            Attachments attachments,
            Ownership ownership,
            Deadlines deadlines,
            Directory directory) {
        this.desk = desk;
        this.conversation = conversation;
        this.attachments = attachments;
        this.ownership = ownership;
        this.deadlines = deadlines;
        this.directory = directory;
    }

    /** Puts the ticket on the page; 404 for a reader who may not see it. */
    void on(Model page, String ref, @Nullable String after, Actor reader) {
        var ticket = desk.read(ref, reader);
        var comments = conversation.read(ref, after, COMMENTS, false, reader);
        var files = attachments.list(ref, null, FILES, false, reader).items();
        var history = new ArrayList<>(desk.history(ref, reader));
        Collections.reverse(history);
        page.addAttribute("ticket", ticket);
        page.addAttribute("people", names(ticket, comments.items(), files, history));
        page.addAttribute("team", nameOfTeam(ticket.teamId()));
        page.addAttribute("deadlines", deadlines.of(List.of(ticket.id())).get(ticket.id()));
        page.addAttribute("parent", visible(ticket.parentId(), reader));
        page.addAttribute("mergedInto", visible(ticket.mergedIntoId(), reader));
        page.addAttribute("comments", comments.items());
        page.addAttribute("laterComments", comments.nextCursor());
        page.addAttribute("isLaterPart", after != null);
        page.addAttribute("files", files);
        page.addAttribute("history", history);
        addActs(page, ticket, reader);
        page.addAttribute("mostFiles", Attachments.MOST);
        page.addAttribute("largestFile", FileContents.MAX_SIZE >> 20);
        page.addAttribute(FormKey.FIELD, FormKey.next());
    }

    /** What the reader may do with the ticket. */
    private void addActs(Model page, Ticket ticket, Actor reader) {
        var readerIsRequester = ticket.requesterId().equals(reader.userId());
        var steps = desk.transitions(ticket.number(), reader).stream()
                .map(step -> OfferedStep.of(
                        step,
                        desk.offeredFields(ticket, step),
                        desk.requiredFields(ticket, step),
                        ticket,
                        readerIsRequester))
                .toList();
        var mayAssign = ownership.mayAssign(ticket, reader);
        var asksForAssignee = steps.stream().anyMatch(step -> step.fields().contains("assigneeId"));
        page.addAttribute("steps", steps);
        page.addAttribute("mayAssign", mayAssign);
        page.addAttribute("mayClaim", ownership.mayClaim(ticket, reader));
        page.addAttribute(
                "assignable",
                mayAssign || asksForAssignee ? ownership.assignable(ticket.number(), reader) : List.<Assignable>of());
        page.addAttribute(
                "isFormGone",
                page.getAttribute("refusal") instanceof Refusal refusal
                        && refusal.form().equals("step")
                        && steps.stream().noneMatch(step -> step.key()
                                .equals(refusal.typed().get("transition"))));
    }

    /** The names of all people on the page. */
    private Map<UUID, String> names(
            Ticket ticket,
            Collection<Comment> comments,
            Collection<Attachment> files,
            Collection<HistoryEntry> history) {
        Set<UUID> ids = Stream.of(
                        Stream.of(ticket.requesterId(), ticket.assigneeId()),
                        comments.stream().map(Comment::authorId),
                        files.stream().map(Attachment::uploadedById),
                        history.stream().map(HistoryEntry::actorId))
                .flatMap(some -> some)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .collect(Collectors.toSet());
        var names = new HashMap<UUID, String>();
        directory.people(ids).forEach((id, person) -> names.put(id, person.fullName()));
        return names;
    }

    private @Nullable String nameOfTeam(@Nullable UUID team) {
        return team == null ? null : directory.findTeam(team).map(Team::name).orElse(null);
    }

    /** A related ticket, for readers who may see it. */
    private @Nullable Ticket visible(@Nullable UUID ticket, Actor reader) {
        if (ticket == null) {
            return null;
        }
        try {
            return desk.read(ticket.toString(), reader);
        } catch (NotFoundException notForThem) {
            return null;
        }
    }
}
