package io.ticketflow.attachment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.attachment.Attachment;
import io.ticketflow.attachment.Attachments;
import io.ticketflow.attachment.FileContents;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.Slice;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.platform.web.Idempotency;
import io.ticketflow.platform.web.IdempotencyKey;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Visibility;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tickets/{id}/attachments")
@Tag(name = "Attachments", description = "Files of a ticket")
class AttachmentController {

    private static final Logger LOG = LoggerFactory.getLogger(AttachmentController.class);

    record Named(UUID id, String fullName) {}

    record AttachmentResponse(
            UUID id,
            String fileName,
            String contentType,
            long size,
            String sha256,
            Visibility visibility,
            @Nullable Named uploadedBy,
            Instant createdAt,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {

        static AttachmentResponse of(Attachment attachment, Map<UUID, Person> people) {
            var uploader = people.get(attachment.uploadedById());
            return new AttachmentResponse(
                    attachment.id(),
                    attachment.fileName(),
                    attachment.contentType(),
                    attachment.size(),
                    attachment.sha256(),
                    attachment.visibility(),
                    uploader == null ? null : new Named(uploader.id(), uploader.fullName()),
                    attachment.createdAt(),
                    List.of());
        }

        AttachmentResponse with(List<String> other) {
            return new AttachmentResponse(
                    id, fileName, contentType, size, sha256, visibility, uploadedBy, createdAt, other);
        }
    }

    private final Attachments attachments;
    private final FileContents contents;
    private final ServiceDesk desk;
    private final Directory directory;
    private final Idempotency idempotency;

    AttachmentController(
            Attachments attachments,
            FileContents contents,
            ServiceDesk desk,
            Directory directory,
            Idempotency idempotency) {
        this.attachments = attachments;
        this.contents = contents;
        this.desk = desk;
        this.directory = directory;
        this.idempotency = idempotency;
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(
            operationId = "addAttachment",
            summary = "Attach a file to a ticket: 25 MB at most, 20 files on a ticket",
            description =
                    "The type is derived from the content; paths and invisible characters are removed from the name. On a"
                            + " RESOLVED ticket a public file of a requester or watcher stops the wait for a yes until staff have"
                            + " answered with a public comment; it does not reopen the ticket, and `warnings` names the step that does."
                            + " A file is no answer to a question. If the"
                            + " ticket was merged into another one, the file is attached to that ticket, which Location names.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                            schema = @Schema(implementation = UploadForm.Fields.class))))
    @ApiResponse(responseCode = "201", description = "The attached file", useReturnTypeSchema = true)
    ResponseEntity<AttachmentResponse> attach(
            Actor actor, IdempotencyKey key, @PathVariable String id, HttpServletRequest request) {
        attachments.expect(id, actor);
        var form = UploadForm.read(request, contents);
        try {
            return idempotency.once(
                    key.withBody(form.words()),
                    () -> attachments.attach(id, form.file(), form.visibility(), actor),
                    attachment -> attachment.ticketId() + "/" + attachment.id(),
                    trace -> {
                        form.discard();
                        var ids = trace.split("/", 2);
                        return attachments.read(ids[0], UUID.fromString(ids[1]), actor);
                    },
                    attachment -> ResponseEntity.created(URI.create("/api/v1/tickets/%s/attachments/%s"
                                    .formatted(attachment.ticketId(), attachment.id())))
                            .body(page(List.of(attachment)).get(0).with(warnings(attachment, actor))));
        } catch (RuntimeException refused) {
            form.discard();
            throw refused;
        }
    }

    private List<String> warnings(Attachment attached, Actor actor) {
        return attached.visibility() == Visibility.PUBLIC
                ? desk.warningsAboutSolution(attached.ticketId(), actor)
                : List.of();
    }

    @GetMapping
    @Operation(operationId = "listAttachments", summary = "List the files that the caller may read, oldest first")
    CursorList<AttachmentResponse> list(Actor actor, @PathVariable String id, @ParameterObject Slice slice) {
        var found = attachments.list(id, slice.cursor(), slice.limit(), slice.count(), actor);
        return new CursorList<>(page(found.items()), found.nextCursor(), found.total());
    }

    private List<AttachmentResponse> page(List<Attachment> page) {
        var people =
                directory.people(page.stream().map(Attachment::uploadedById).collect(Collectors.toSet()));
        return page.stream()
                .map(attachment -> AttachmentResponse.of(attachment, people))
                .toList();
    }

    @GetMapping("/{attachmentId}")
    @Operation(
            operationId = "downloadAttachment",
            summary = "Download a file, or a part of it",
            description =
                    "Range asks for one part; a request for several parts is answered with the whole file. The ETag is the"
                            + " SHA-256.")
    @ApiResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(mediaType = MediaType.ALL_VALUE, schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "206", description = "The requested part", content = @Content)
    @ApiResponse(responseCode = "304", description = "The caller already has this version", content = @Content)
    @ApiResponse(responseCode = "416", description = "The file ends before the part begins", content = @Content)
    void download(
            Actor actor,
            @PathVariable String id,
            @PathVariable UUID attachmentId,
            HttpServletRequest request,
            HttpServletResponse response) {
        var attachment = attachments.read(id, attachmentId, actor);
        var etag = etag(attachment);
        // The client may keep a copy but has to ask each time, so that each use of it is checked against the caller's
        // present rights.
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (ETags.isKnown(etag, request, response)) {
            return;
        }
        if (request.getMethod().equals(HttpMethod.HEAD.name())) {
            describe(attachment, FilePart.of(attachment.size(), null, null, etag), response);
            return;
        }
        var part = FilePart.of(
                attachment.size(), request.getHeader(HttpHeaders.RANGE), request.getHeader(HttpHeaders.IF_RANGE), etag);
        send(contents.open(attachment.fileId(), part.from(), part.length()), attachment, part, response);
    }

    private static void send(InputStream bytes, Attachment attachment, FilePart part, HttpServletResponse response) {
        describe(attachment, part, response);
        try {
            bytes.transferTo(response.getOutputStream());
        } catch (IOException hungUp) {
            // Reading from the database throws no IOException, so the client has closed the connection.
            LOG.debug("The download of {} broke off", attachment.id());
        } catch (NotFoundException removed) {
            throw new IllegalStateException("Removed while it was sent", removed);
        }
    }

    private static void describe(Attachment attachment, FilePart part, HttpServletResponse response) {
        if (part.isPart()) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader(HttpHeaders.CONTENT_RANGE, part.contentRange());
        }
        response.setContentType(attachment.contentType());
        response.setContentLengthLong(part.length());
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                disposition(attachment.fileName()).toString());
        // If a browser shows the file instead of saving it, the page has no rights.
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static ContentDisposition disposition(String name) {
        var attached = ContentDisposition.attachment();
        var plain = StandardCharsets.US_ASCII.newEncoder().canEncode(name);
        return (plain ? attached.filename(name) : attached.filename(name, StandardCharsets.UTF_8)).build();
    }

    @DeleteMapping("/{attachmentId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "deleteAttachment",
            summary = "Delete a file",
            description =
                    "Allowed to the person who attached it, within 15 minutes (409 TOO_LATE_TO_CHANGE afterwards), and to"
                            + " leads of the ticket's team and higher roles at any time. The history keeps the file's name.")
    void remove(
            Actor actor,
            @PathVariable String id,
            @PathVariable UUID attachmentId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        // Files never change, so this check needs no lock.
        ETags.requireMatch(ifMatch, etag(attachments.read(id, attachmentId, actor)));
        attachments.remove(id, attachmentId, actor);
    }

    private static String etag(Attachment attachment) {
        return "\"%s\"".formatted(attachment.sha256());
    }
}
