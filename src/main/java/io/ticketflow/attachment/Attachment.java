package io.ticketflow.attachment;

import io.ticketflow.platform.Ids;
import io.ticketflow.ticket.Visibility;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A file on a ticket. Its bytes are in {@link FileContents}. */
@Entity
@Immutable
@Table(name = "attachments")
public class Attachment {

    @Id
    private UUID id;

    private UUID ticketId;
    private UUID fileId;
    private String fileName;
    private String contentType;
    private long size;
    private String sha256;

    @Enumerated(EnumType.STRING)
    private Visibility visibility;

    private UUID uploadedById;
    private Instant createdAt;

    protected Attachment() {}

    Attachment(UUID ticketId, ReceivedFile file, Visibility visibility, UUID uploadedById, Instant createdAt) {
        this.id = Ids.next();
        this.ticketId = ticketId;
        this.fileId = file.id();
        this.fileName = file.name();
        this.contentType = file.contentType();
        this.size = file.size();
        this.sha256 = file.sha256();
        this.visibility = visibility;
        this.uploadedById = uploadedById;
        this.createdAt = createdAt;
    }

    public UUID id() {
        return id;
    }

    public UUID ticketId() {
        return ticketId;
    }

    /** The id under which {@link FileContents} keeps the bytes. */
    public UUID fileId() {
        return fileId;
    }

    /** Without a path and without invisible characters. */
    public String fileName() {
        return fileName;
    }

    /** Derived from the content; the type that the sender declared is ignored. */
    public String contentType() {
        return contentType;
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** In hexadecimal digits. */
    public String sha256() {
        return sha256;
    }

    public Visibility visibility() {
        return visibility;
    }

    public UUID uploadedById() {
        return uploadedById;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
