package io.ticketflow.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

@Transactional(readOnly = true)
interface Users extends Repository<User, UUID> {

    @Transactional
    User saveAndFlush(User user);

    long count();

    /** Lets two nodes that start on an empty database fill it one after the other. */
    @Modifying
    @Transactional
    @Query(value = "lock table users in share row exclusive mode", nativeQuery = true)
    void lockAll();

    @Query(value = "select id from users where octet_length(email) > length(email) order by id", nativeQuery = true)
    List<UUID> withAddressBeyondAscii();

    boolean existsByEmail(String email);

    boolean existsByHandle(String handle);

    @EntityGraph(attributePaths = "skills")
    Optional<User> findById(UUID id);

    /** The account, or 404. */
    default User existing(UUID id) {
        return findById(id).orElseThrow(() -> Directory.noSuchPerson(id));
    }

    @EntityGraph(attributePaths = "skills")
    Optional<User> findByHandle(String handle);

    @EntityGraph(attributePaths = "skills")
    List<User> findByHandleIn(Collection<String> handles);

    @EntityGraph(attributePaths = "skills")
    @Query("select u from User u where u.handle = :name or u.email = :name")
    Optional<User> findByHandleOrEmail(String name);

    @EntityGraph(attributePaths = "skills")
    List<User> findByIdIn(Collection<UUID> ids);

    /** Called for each routed ticket. It fetches in the query, because Hibernate keeps no plan of a query with an entity graph. */
    @Query("from User u left join fetch u.skills where u.teamId = :teamId and u.active order by u.fullName, u.id")
    List<User> activeMembersOf(UUID teamId);

    @Query("select u.id from User u where u.active and u.id > :id order by u.id")
    List<UUID> activeAfter(UUID id, Limit limit);

    @EntityGraph(attributePaths = "skills")
    List<User> findByRoleNotAndActiveTrueOrderByFullName(Role role);

    @EntityGraph(attributePaths = "skills")
    List<User> findByRoleAndActiveTrueOrderByFullName(Role role);

    @Query(value = "select exists (select from skills where name = :name)", nativeQuery = true)
    boolean skillExists(String name);

    @Modifying
    @Transactional
    @Query(
            value = "insert into skills select unnest(cast(:names as text[])) on conflict do nothing",
            nativeQuery = true)
    void addSkills(String[] names);

    /** Skills with the number of active people who have each, by name. */
    @Query(value = """
            select s.name, (select count(*) from user_skills us join users u on u.id = us.user_id and u.active where us.skill = s.name)
            from skills s order by s.name""", nativeQuery = true)
    List<Object[]> skillsWithPeople();

    /** The hash of a password that is sufficient for the sign-in; empty for accounts that have ended or need a code, too. */
    @Query("select u.passwordHash from User u where u.id = :id and u.active and not u.mfaEnabled and u.passwordHash"
            + " is not null")
    Optional<String> passwordForBasic(UUID id);

    /**
     * Does not raise the version, because a sign-in is no change of the account. Answers 0 when the account has ended or has another password by now; otherwise
     * it stays as it is until the transaction ends.
     */
    @Modifying
    @Transactional
    @Query("update User u set u.lastLoginAt = :at where u.id = :id and u.active and u.passwordHash = :passwordHash")
    int noteSignIn(UUID id, @Nullable String passwordHash, Instant at);

    /** Waits for a password that is being changed, and blocks changes until the transaction ends. */
    @Query(value = "select id from users where id = :id for share", nativeQuery = true)
    UUID hold(UUID id);
}
