package io.ticketflow.identity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

@Transactional(readOnly = true)
interface Teams extends Repository<StoredTeam, UUID> {

    @Transactional
    StoredTeam saveAndFlush(StoredTeam team);

    Optional<StoredTeam> findById(UUID id);

    @Query("select t from StoredTeam t where lower(t.name) = lower(:name) and t.endedAt is null")
    Optional<StoredTeam> findByName(String name);

    boolean existsByHandle(String handle);

    List<StoredTeam> findAllByOrderByName();

    @Query("from StoredTeam where leadId = :personId")
    List<StoredTeam> ledBy(UUID personId);

    @Query("from StoredTeam where handle = :handle and endedAt is null")
    Optional<StoredTeam> findLiveByHandle(String handle);

    @Query("from StoredTeam where id = :id and endedAt is null")
    Optional<StoredTeam> findLive(UUID id);

    /** Not {@code for update}, because that would block every insert of a row that refers to the team. */
    @Transactional
    @Query(value = "select id from teams where id = :id for no key update", nativeQuery = true)
    Optional<UUID> lock(UUID id);
}
