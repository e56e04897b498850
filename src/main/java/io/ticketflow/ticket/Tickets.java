package io.ticketflow.ticket;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The repository of tickets. */
interface Tickets extends Repository<Ticket, UUID> {

    Ticket save(Ticket ticket);

    Optional<Ticket> findById(UUID id);

    @Query("from Ticket where number = :sequence")
    Optional<Ticket> findBySequence(long sequence);

    @Query("from Ticket where status <> io.ticketflow.ticket.TicketStatus.CLOSED and id > :after order by id")
    List<Ticket> open(UUID after, Limit limit);

    @Query("from Ticket where number in :sequences")
    List<Ticket> numbered(Collection<Long> sequences);

    @Query(value = "select * from tickets where id = any(:ids) and deleted_at is null", nativeQuery = true)
    List<Ticket> withIds(UUID[] ids);

    @Query(value = "select not exists (select from tickets where deleted_at is null)", nativeQuery = true)
    boolean isEmpty();

    @Query("select id from Ticket where number = :sequence")
    Optional<UUID> idOf(long sequence);

    /**
     * Locks the ticket's row. All code that changes a ticket locks its row before the engine writes, so that acts on one ticket wait for each other and do not
     * fail or deadlock.
     */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Ticket where id = :id")
    Optional<Ticket> lockById(UUID id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Ticket where number = :sequence")
    Optional<Ticket> lockBySequence(long sequence);

    /** Finds deleted tickets, too, like all methods whose names end in {@code Ever}. */
    @Query(value = "select * from tickets where id = :id", nativeQuery = true)
    Optional<Ticket> findByIdEver(UUID id);

    @Query(value = "select * from tickets where number = :sequence", nativeQuery = true)
    Optional<Ticket> findBySequenceEver(long sequence);

    @Query(value = "select * from tickets where id = :id for update", nativeQuery = true)
    Optional<Ticket> lockByIdEver(UUID id);

    @Query(value = "select * from tickets where number = :sequence for update", nativeQuery = true)
    Optional<Ticket> lockBySequenceEver(long sequence);

    /** Locks several tickets in the order of their numbers, so that transactions which lock more than one never deadlock. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("from Ticket where id in :ids order by number")
    List<Ticket> lockTogether(Collection<UUID> ids);

    @Query(
            "from Ticket where requesterId = :person and status <> io.ticketflow.ticket.TicketStatus.CLOSED order by number")
    List<Ticket> openRequestedBy(UUID person);

    @Query("select id from Ticket where parentId = :parent")
    List<UUID> childrenOf(UUID parent);

    /** The ticket itself, its parent, the parent's parent and so on. */
    @Query(value = """
            with recursive line(id, parent_id) as (
                select id, parent_id from tickets where id = :ticket
                union
                select t.id, t.parent_id from tickets t join line on t.id = line.parent_id)
            select id from line""", nativeQuery = true)
    Set<UUID> lineOf(UUID ticket);

    /** Whether a person watches a ticket, and a ticket of theirs was merged into it, directly or through other tickets. Begins with the few tickets of the person. */
    @Query(value = """
            with recursive trail(id) as (
                select merged_into_id from tickets
                where requester_id = :person and merged_into_id is not null and deleted_at is null
                union
                select t.merged_into_id from tickets t join trail on t.id = trail.id where t.merged_into_id is not null)
            select exists (select from ticket_watchers where ticket_id = :ticket and user_id = :person)
                and exists (select from trail where id = :ticket)""", nativeQuery = true)
    boolean isSecondRequester(UUID ticket, UUID person);

    @Query(value = "select nextval('ticket_numbers')", nativeQuery = true)
    long nextNumber();

    /** Answers people who have or had tickets. A trigger keeps the numbers, so the query takes no longer with more tickets. */
    @Query(
            value = "select person_id, open_tickets, weight from open_work where person_id = any(:people)",
            nativeQuery = true)
    List<Workload> workloads(UUID[] people);

    @Query(
            "select id from Ticket where status = io.ticketflow.ticket.TicketStatus.NEW and taskId is not null order by priority, createdAt")
    List<UUID> inTriage();

    @Query("""
            select distinct assigneeId from Ticket where assigneeId is not null
            and status <> io.ticketflow.ticket.TicketStatus.CLOSED
            and (status <> io.ticketflow.ticket.TicketStatus.RESOLVED or waitsForOthers)""")
    List<UUID> assignees();

    @Query("""
            select id from Ticket where assigneeId in :people
            and status <> io.ticketflow.ticket.TicketStatus.CLOSED
            and (status <> io.ticketflow.ticket.TicketStatus.RESOLVED or waitsForOthers)
            order by priority, createdAt""")
    List<UUID> toBeWorkedOnBy(Collection<UUID> people);

    @Query(
            "select count(*) > 0 from Ticket where teamId = :team and status <> io.ticketflow.ticket.TicketStatus.CLOSED")
    boolean isAnyOpenOf(UUID team);

    @Query("""
            select new io.ticketflow.ticket.StatusCount(t.status, count(*)) from Ticket t
            where t.status <> io.ticketflow.ticket.TicketStatus.CLOSED group by t.status""")
    List<StatusCount> countByStatus();
}
