package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.OptimisticLock;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.AbstractAggregateRoot;

/** A request for help. Other modules may read it; only this module changes it. The model, not this class, decides which status follows which. */
@Entity
@Table(name = "tickets")
@DynamicUpdate
// Hides deleted tickets from all JPA queries; SQL statements have to leave them out themselves.
@SQLRestriction("deleted_at is null")
public class Ticket extends AbstractAggregateRoot<Ticket> {

    /** The title of a deleted ticket whose own title was blanked. */
    static final String REDACTED_TITLE = "(redacted)";

    private static final String NUMBER_PREFIX = "TKT-";

    @Id
    private UUID id;

    private long number;
    private String title;
    private String description;

    @Enumerated(EnumType.STRING)
    private TicketStatus status;

    private @Nullable String stageId;
    private @Nullable String stageName;
    private boolean waitsForOthers;

    @Enumerated(EnumType.STRING)
    private Priority priority;

    @Enumerated(EnumType.STRING)
    private Category category;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> tags;

    private UUID requesterId;
    private @Nullable UUID assigneeId;
    private @Nullable UUID teamId;
    private int escalationLevel;
    private int reopenCount;

    @Enumerated(EnumType.STRING)
    private @Nullable ResolutionCode resolutionCode;

    private @Nullable String resolution;
    private @Nullable UUID parentId;
    private @Nullable UUID mergedIntoId;

    @OptimisticLock(excluded = true)
    private int watcherCount;

    private @Nullable String processInstanceId;
    private @Nullable String processDefinitionId;

    @OptimisticLock(excluded = true)
    private @Nullable String taskId;

    private int stateTasks;

    @Enumerated(EnumType.STRING)
    private @Nullable TicketStatus askedFrom;

    private @Nullable String chosenStep;
    private @Nullable UUID questionId;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<OpenTask> openTasks;

    private Instant createdAt;
    private Instant updatedAt;

    @OptimisticLock(excluded = true)
    private @Nullable Instant lastActivityAt;

    private @Nullable Instant firstRespondedAt;
    private @Nullable Instant resolvedAt;
    private @Nullable Instant closedAt;

    @SuppressWarnings("UnusedVariable") // the restriction reads it
    private @Nullable Instant deletedAt;

    @OptimisticLock(excluded = true)
    private @Nullable Instant nextDueAt;

    @OptimisticLock(excluded = true)
    @SuppressWarnings("UnusedVariable") // lists read it, in SQL
    private boolean responseBreached;

    @OptimisticLock(excluded = true)
    @SuppressWarnings("UnusedVariable") // lists read it, in SQL
    private boolean resolutionBreached;

    @OptimisticLock(excluded = true)
    private Instant historyAt;

    @Version
    private @Nullable Long version;

    @Transient
    private @Nullable String moveReason;

    @Transient
    private boolean answered;

    /** The status to which the step leads that is being taken; null outside of a step. */
    @Transient
    private @Nullable TicketStatus headedFor;

    protected Ticket() {}

    Ticket(long number, NewTicket request, UUID requesterId, Instant now, Actor by) {
        this.id = Ids.next();
        this.number = number;
        this.title = request.title();
        this.description = request.description();
        this.status = TicketStatus.NEW;
        this.priority = request.priority();
        this.category = request.category();
        this.tags = new ArrayList<>(request.tags());
        this.requesterId = requesterId;
        this.parentId = request.parentId();
        this.openTasks = new ArrayList<>();
        this.createdAt = now;
        this.updatedAt = now;
        this.historyAt = now.minus(1, ChronoUnit.MICROS);
        registerEvent(new TicketEvent.Opened(id, priority, category, request.watcherIds(), now, by));
    }

    void startedAs(Lifecycle.Instance instance) {
        processInstanceId = instance.id();
        processDefinitionId = instance.definitionId();
    }

    /** A state task has begun. Answers the reason, as far as all readers may know it. */
    @Nullable
    String entered(Standing standing, String task, Actor by, Instant now) {
        taskId = task;
        stateTasks++;
        chosenStep = null;
        headedFor = null;
        return standsAt(standing, by, now);
    }

    /** The open state task has this meaning and name. Answers the reason, as {@link #entered} does. */
    @Nullable
    String standsAt(Standing standing, Actor by, Instant now) {
        var reached = standing.status();
        var reason = spokenReason(reached);
        var left = status;
        status = reached;
        stageId = standing.stage().id();
        stageName = standing.stage().name();
        waitsForOthers = standing.waitsForOthers();
        if (reached == TicketStatus.PENDING_INFO && left != reached) {
            askedFrom = left;
        }
        if (reached != TicketStatus.PENDING_INFO) {
            questionId = null;
        }
        updatedAt = now;
        if (left != reached) {
            if (left == TicketStatus.RESOLVED) {
                reopened();
            }
            if (reached == TicketStatus.RESOLVED) {
                resolvedAt = now;
            }
            registerEvent(new TicketEvent.Moved(id, left, reached, reason, now, by));
        }
        return reason;
    }

    void follows(String definitionId) {
        processDefinitionId = definitionId;
    }

    /** A step was taken, for the given reason: the state task has ended, and the next state or the end follows, maybe after extra tasks. */
    void leaves(Transition step, @Nullable String reason) {
        chosenStep = step.key();
        headedFor = step.status();
        answered = false;
        moving(reason);
        stateTaskEnded(taskId);
    }

    /** The comment asks the requester the question for whose answer the ticket is going to wait. */
    void asks(Comment question) {
        questionId = question.id();
    }

    /** The requester has answered with a comment of this transaction, so the step that follows from it needs no other. */
    void answered() {
        answered = true;
    }

    boolean isAnswered() {
        return answered;
    }

    /** The next state, or the end, follows in the same transaction. */
    void moving(@Nullable String reason) {
        moveReason = reason;
    }

    /** The reason of an escalation is for staff only; every other reason is for the requester, too. */
    private @Nullable String spokenReason(TicketStatus reached) {
        var reason = reached == TicketStatus.ESCALATED && status != TicketStatus.RESOLVED ? null : moveReason;
        moveReason = null;
        return reason;
    }

    private void reopened() {
        reopenCount++;
        resolvedAt = null;
        resolutionCode = null;
        resolution = null;
    }

    /**
     * A state task has ended, for whatever reason. Usually the next state task, an extra task or the end follows; after an operator's act the next one may have
     * begun before.
     */
    void stateTaskEnded(@Nullable String task) {
        stateTasks--;
        if (Objects.equals(task, taskId)) {
            taskId = null;
        }
    }

    void extraTaskBegan(OpenTask task) {
        openTasks.add(task);
    }

    void extraTaskEnded(String id) {
        openTasks.stream().filter(open -> open.id().equals(id)).findFirst().ifPresent(openTasks::remove);
    }

    /** The instance has ended. Answers the reason. */
    @Nullable
    String closed(@Nullable ResolutionCode code, @Nullable String why, Actor by, Instant now) {
        var left = status;
        var reason = why == null ? spokenReason(TicketStatus.CLOSED) : why;
        if (mergedIntoId != null) {
            resolutionCode = ResolutionCode.DUPLICATE;
        } else if (code != null) {
            resolutionCode = code;
        }
        status = TicketStatus.CLOSED;
        stageId = null;
        stageName = null;
        taskId = null;
        stateTasks = 0;
        chosenStep = null;
        questionId = null;
        openTasks.clear();
        closedAt = now;
        updatedAt = now;
        registerEvent(new TicketEvent.Moved(id, left, TicketStatus.CLOSED, reason, now, by));
        return reason;
    }

    /** The ticket is merged into another one; its own lifecycle ends next. */
    void mergeInto(Ticket other) {
        mergedIntoId = other.id;
    }

    /**
     * A ticket that is not solved is merged into this one: the more urgent priority of both counts from now on.
     *
     * @param goesOn whether a step back to work follows
     */
    void takeOver(Ticket duplicate, boolean goesOn, Actor by, Instant now) {
        if (duplicate.priority.compareTo(priority) < 0) {
            priority = duplicate.priority;
        }
        updatedAt = now;
        registerEvent(new TicketEvent.TookOver(id, duplicate.id, goesOn, now, by));
    }

    /** Whether the ticket still needs work: it is not solved, or its requester has something to say about the solution. */
    boolean isUnsolved() {
        return status != TicketStatus.CLOSED && (status != TicketStatus.RESOLVED || waitsForOthers);
    }

    /** Sets another parent, or none. */
    void moveBelow(@Nullable UUID parent, Instant now) {
        parentId = parent;
        updatedAt = now;
    }

    /** Deletes the ticket for all people. Its history stays. */
    void deleted(Instant now, Actor by) {
        deletedAt = now;
        updatedAt = now;
        registerEvent(new TicketEvent.Deleted(id, by));
    }

    boolean isDeleted() {
        return deletedAt != null;
    }

    void gainedWatcher() {
        watcherCount++;
    }

    void lostWatcher() {
        watcherCount--;
    }

    void offerResolution(@Nullable ResolutionCode code, @Nullable String text) {
        resolutionCode = code;
        resolution = text;
    }

    /** Assigns the ticket to a person, or to the queue; also to another team if one is named. */
    boolean assign(@Nullable UUID assignee, @Nullable UUID team, Actor by, Instant now) {
        if (team != null && !team.equals(teamId)) {
            teamId = team;
            updatedAt = now;
        }
        if (Objects.equals(assignee, assigneeId)) {
            return false;
        }
        var former = assigneeId;
        assigneeId = assignee;
        updatedAt = now;
        registerEvent(new TicketEvent.Assigned(id, former, assignee, by));
        return true;
    }

    boolean respond(Actor by, Instant now) {
        if (firstRespondedAt != null) {
            return false;
        }
        firstRespondedAt = now;
        registerEvent(new TicketEvent.Responded(id, now, by));
        return true;
    }

    void commented(Comment comment, Actor by) {
        registerEvent(new TicketEvent.Commented(id, comment.id(), comment.visibility(), comment.body(), headedFor, by));
    }

    void attachedToSolution(Actor by) {
        registerEvent(new TicketEvent.AttachedToSolution(id, by));
    }

    /** Blanks these texts. The resolution may be blanked because it cannot be edited; for a deleted ticket also title, description and tags. */
    void redacted(Set<String> texts, Actor by) {
        if (isDeleted()) {
            title = texts.contains(title) ? REDACTED_TITLE : title;
            description = texts.contains(description) ? "" : description;
            if (texts.contains(TicketChanges.present(this, "tags"))) {
                tags = new ArrayList<>();
            }
        }
        if (resolution != null && texts.contains(resolution)) {
            resolution = "";
        }
        registerEvent(new TicketEvent.Redacted(id, Set.copyOf(texts), by));
    }

    void fileRedacted(UUID attachmentId, Actor by) {
        registerEvent(new TicketEvent.FileRedacted(id, attachmentId, by));
    }

    void reminded(Actor by) {
        registerEvent(new TicketEvent.Reminded(id, by));
    }

    void staffActed(Instant now) {
        lastActivityAt = now;
    }

    /** Stores the results of the clocks, for lists. */
    void promised(@Nullable Instant next, boolean isResponseBreached, boolean isResolutionBreached) {
        nextDueAt = next;
        responseBreached = isResponseBreached;
        resolutionBreached = isResolutionBreached;
    }

    void escalatedTo(int level, Instant now) {
        escalationLevel = Math.max(escalationLevel, level);
        updatedAt = now;
    }

    void describe(String newTitle, String newDescription, List<String> newTags, Instant now) {
        title = newTitle;
        description = newDescription;
        tags = new ArrayList<>(newTags);
        updatedAt = now;
    }

    void requestedBy(UUID person, Actor by, Instant now) {
        var former = requesterId;
        requesterId = person;
        updatedAt = now;
        registerEvent(new TicketEvent.RequesterChanged(id, former, person, by));
    }

    void classify(Priority newPriority, Category newCategory, Actor by, Instant now) {
        var former = priority;
        priority = newPriority;
        category = newCategory;
        updatedAt = now;
        registerEvent(new TicketEvent.Reclassified(id, former, newPriority, newCategory, now, by));
    }

    /** An instant after every entry of this ticket; the present one if possible. */
    Instant nextHistoryInstant(Instant now) {
        var next = historyAt.plus(1, ChronoUnit.MICROS);
        historyAt = now.isAfter(next) ? now : next;
        return historyAt;
    }

    public UUID id() {
        return id;
    }

    /** The number as people write it: {@code TKT-1042}. It is also the engine's business key. */
    public String number() {
        return NUMBER_PREFIX + number;
    }

    /** The number as an integer, which sorts tickets by their submission. */
    public long sequence() {
        return number;
    }

    /** Parses {@link #number()}; any other text gives a number that no ticket has. */
    static long sequenceOf(String number) {
        try {
            return number.startsWith(NUMBER_PREFIX)
                    ? Long.parseLong(number, NUMBER_PREFIX.length(), number.length(), 10)
                    : 0;
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    public TicketStatus status() {
        return status;
    }

    /** Whether the ticket waits for its requester. */
    public boolean waitsForRequester() {
        return status.isWaiting() && !waitsForOthers;
    }

    /** Whether the ticket waits for the requester's answer to a question. */
    public boolean waitsForAnswer() {
        return status == TicketStatus.PENDING_INFO && waitsForRequester();
    }

    /** The comment with the question for whose answer the ticket waits; null when a person has not asked, or deleted the question. */
    @Nullable
    UUID questionId() {
        return questionId;
    }

    /** Whether the task belongs to the assignee, so that a person who claims the task gets the ticket. */
    public boolean isAssigneesTurn() {
        return switch (status) {
            case OPEN, IN_PROGRESS, REOPENED -> true;
            case PENDING_INFO, RESOLVED -> waitsForOthers;
            default -> false;
        };
    }

    /** Null while the ticket is being routed, and once it is closed. */
    public @Nullable Stage stage() {
        return stageId == null || stageName == null ? null : new Stage(stageId, stageName);
    }

    public Priority priority() {
        return priority;
    }

    public Category category() {
        return category;
    }

    public List<String> tags() {
        return List.copyOf(tags);
    }

    public UUID requesterId() {
        return requesterId;
    }

    public @Nullable UUID assigneeId() {
        return assigneeId;
    }

    public @Nullable UUID teamId() {
        return teamId;
    }

    public int escalationLevel() {
        return escalationLevel;
    }

    public int reopenCount() {
        return reopenCount;
    }

    public @Nullable ResolutionCode resolutionCode() {
        return resolutionCode;
    }

    public @Nullable String resolution() {
        return resolution;
    }

    public @Nullable UUID parentId() {
        return parentId;
    }

    /** The ticket into which this one was merged; null for most tickets. */
    public @Nullable UUID mergedIntoId() {
        return mergedIntoId;
    }

    /** How many people watch the ticket; its requester and assignee do not count. */
    public int watcherCount() {
        return watcherCount;
    }

    public @Nullable String processInstanceId() {
        return processInstanceId;
    }

    public @Nullable String processDefinitionId() {
        return processDefinitionId;
    }

    /** Whether the ticket is at a state task, so that a step is possible: it is not being routed, not in an extra task, and not closed. */
    public boolean isAtRest() {
        return stateTasks == 1;
    }

    /** The engine's id of the open state task; null when there is none. */
    public @Nullable String taskId() {
        return taskId;
    }

    /** The status from which the requester was last asked. */
    public @Nullable TicketStatus askedFrom() {
        return askedFrom;
    }

    /** The key of the last step, until the next state begins. */
    public @Nullable String chosenStep() {
        return chosenStep;
    }

    public List<OpenTask> openTasks() {
        return List.copyOf(openTasks);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public @Nullable Instant lastActivityAt() {
        return lastActivityAt;
    }

    public @Nullable Instant firstRespondedAt() {
        return firstRespondedAt;
    }

    public @Nullable Instant resolvedAt() {
        return resolvedAt;
    }

    public @Nullable Instant closedAt() {
        return closedAt;
    }

    /** The earliest deadline of a promise that is neither met nor stopped; it may have passed. */
    public @Nullable Instant nextDueAt() {
        return nextDueAt;
    }

    public long version() {
        return Objects.requireNonNullElse(version, 0L);
    }
}
