import io.ticketflow.client.ApiClient;
import io.ticketflow.client.ApiException;
import io.ticketflow.client.api.AttachmentsApi;
import io.ticketflow.client.api.TicketsApi;
import io.ticketflow.client.model.Category;
import io.ticketflow.client.model.MoveTicket;
import io.ticketflow.client.model.OpenTicket;
import io.ticketflow.client.model.SayComment;
import io.ticketflow.client.model.TicketResponse;
import java.nio.file.Files;
import java.util.Objects;
import java.util.UUID;

/** Takes a ticket through its life with a generated client: create, comment, attach, resolve. Arguments: the server, a manager's access token. */
public final class Tour {

    public static void main(String[] arguments) throws Exception {
        var client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + arguments[1]));
        var tickets = new TicketsApi(client);

        var wish = new OpenTicket()
                .title("A disk is full")
                .description("df -h says 100 %")
                .category(Category.VM);
        var key = UUID.randomUUID().toString();
        var ticket = tickets.createTicket(wish, key);
        same("one ticket for one key", ticket.getNumber(), tickets.createTicket(wish, key).getNumber());
        var number = Objects.requireNonNull(ticket.getNumber());

        var comment = tickets.addComment(
                number, new SayComment().body("Looking into it").visibility(SayComment.VisibilityEnum.PUBLIC), null);
        same("the comment", "Looking into it", comment.getBody());

        var file = Files.writeString(Files.createTempFile("df", ".txt"), "Filesystem 100%");
        var attachment = new AttachmentsApi(client).addAttachment(number, null, file.toFile(), "PUBLIC");
        same("the type by its content", "text/plain", attachment.getContentType());

        begin(tickets, number);
        var resolved = tickets.moveTicket(
                number,
                new MoveTicket()
                        .status(MoveTicket.StatusEnum.RESOLVED)
                        .resolutionCode(MoveTicket.ResolutionCodeEnum.FIXED)
                        .resolution("Enlarged the volume"),
                null);
        same("the status", TicketResponse.StatusEnum.RESOLVED, resolved.getStatus());
        System.out.println("api-client: " + number + " was created, commented on, given a file and resolved");
        Files.delete(file);
    }

    /** Routing takes a moment; until then the model offers no step. */
    private static void begin(TicketsApi tickets, String number) throws Exception {
        for (var tries = 0; ; tries++) {
            try {
                tickets.moveTicket(number, new MoveTicket().status(MoveTicket.StatusEnum.IN_PROGRESS), null);
                return;
            } catch (ApiException notYet) {
                if (notYet.getCode() != 409 || tries == 50) {
                    throw notYet;
                }
                Thread.sleep(200);
            }
        }
    }

    private static void same(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError(what + " is " + found + ", not " + expected);
        }
    }
}
