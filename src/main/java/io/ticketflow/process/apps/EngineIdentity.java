package io.ticketflow.process.apps;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.process.engine.EngineLimits;
import io.ticketflow.process.lifecycle.Groups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.GroupQuery;
import org.camunda.bpm.engine.identity.NativeUserQuery;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.TenantQuery;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.identity.UserQuery;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.jspecify.annotations.Nullable;

/** Tells the engine about people: handles are user ids, roles and teams are groups. The engine cannot change them. */
class EngineIdentity implements ReadOnlyIdentityProvider {

    private final Directory directory;
    private final EngineLimits limits;

    EngineIdentity(Directory directory, EngineLimits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    @Override
    public @Nullable User findUserById(String handle) {
        return visible(directory.findByHandle(handle).stream())
                .findFirst()
                .map(EngineIdentity::userOf)
                .orElse(null);
    }

    @Override
    public UserQuery createUserQuery() {
        return new EngineUserQuery(this, Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
    }

    @Override
    public UserQuery createUserQuery(CommandContext context) {
        return new EngineUserQuery(this, null);
    }

    @Override
    public NativeUserQuery createNativeUserQuery() {
        throw new BadUserRequestException("People are not kept in tables of the engine.");
    }

    /** Always false: only the doors check passwords, so the engine cannot be used to guess them. */
    @Override
    public boolean checkPassword(String handle, String password) {
        return false;
    }

    @Override
    public @Nullable Group findGroupById(String id) {
        return allGroups().filter(group -> group.getId().equals(id)).findFirst().orElse(null);
    }

    @Override
    public GroupQuery createGroupQuery() {
        return new EngineGroupQuery(
                this, Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
    }

    @Override
    public GroupQuery createGroupQuery(CommandContext context) {
        return new EngineGroupQuery(this, null);
    }

    @Override
    public @Nullable Tenant findTenantById(String id) {
        return null;
    }

    @Override
    public TenantQuery createTenantQuery() {
        return new NoTenants(Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
    }

    @Override
    public TenantQuery createTenantQuery(CommandContext context) {
        return new NoTenants(null);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** The people with these handles, or all people when none are named; only those whom the caller may see. */
    Stream<Person> people(@Nullable List<String> handles) {
        if (handles == null) {
            return visible(
                    caller().filter(person -> !person.isStaff()).map(Stream::of).orElseGet(directory::everybody));
        }
        return visible(directory.called(handles).stream());
    }

    List<String> groupIdsOf(Person person) {
        return Groups.of(person, Optional.ofNullable(person.teamId()).flatMap(directory::findTeam));
    }

    /** All groups, or those of one person; empty for callers who are no staff. */
    Stream<GroupEntity> groups(@Nullable String memberHandle) {
        if (memberHandle == null) {
            return allGroups();
        }
        var ids = people(List.of(memberHandle))
                .flatMap(person -> groupIdsOf(person).stream())
                .toList();
        return allGroups().filter(group -> ids.contains(group.getId()));
    }

    private Stream<GroupEntity> allGroups() {
        if (caller().filter(person -> !person.isStaff()).isPresent()) {
            return Stream.empty();
        }
        var groups = new ArrayList<GroupEntity>();
        groups.add(group(Groups.ADMINS, "Administrators", "SYSTEM"));
        groups.add(group(Groups.ENGINEERS, "Engineers and above", "ROLE"));
        groups.add(group(Groups.LEADS, "Team leads and above", "ROLE"));
        groups.add(group(Groups.MANAGERS, "Managers and above", "ROLE"));
        groups.add(group(Groups.PROCESS_OWNERS, "Process owners", "ROLE"));
        directory.teams().forEach(team -> {
            groups.add(group(Groups.of(team), team.name(), "TEAM"));
            groups.add(group(Groups.leadsOf(team), team.name() + ", leads", "TEAM"));
        });
        return groups.stream();
    }

    /** Staff and the engine itself see all people; other callers see only themselves. */
    private Stream<Person> visible(Stream<Person> people) {
        var active = people.filter(Person::active);
        return caller().filter(person -> !person.isStaff())
                .map(self -> active.filter(person -> person.id().equals(self.id())))
                .orElse(active);
    }

    private Optional<Person> caller() {
        var authentication = Context.getCommandContext().getAuthentication();
        return Optional.ofNullable(authentication)
                .flatMap(signedIn -> Optional.ofNullable(signedIn.getUserId()))
                .flatMap(directory::findByHandle);
    }

    static UserEntity userOf(Person person) {
        var names = person.fullName();
        var lastBlank = names.lastIndexOf(' ');
        var user = new UserEntity(person.handle());
        user.setFirstName(lastBlank < 0 ? "" : names.substring(0, lastBlank));
        user.setLastName(names.substring(lastBlank + 1));
        user.setEmail(person.email());
        return user;
    }

    private static GroupEntity group(String id, String name, String type) {
        var group = new GroupEntity(id);
        group.setName(name);
        group.setType(type);
        return group;
    }

    static boolean isEqual(@Nullable String wanted, @Nullable String actual) {
        return wanted == null || wanted.equals(actual);
    }

    /** The page that the query asks for; the engine passes no page but keeps it in the query. */
    <T> List<T> page(Stream<T> found, Comparator<T> order, ListQueryParameterObject query) {
        if (query.getFirstResult() < 0 || query.getMaxResults() < 0) {
            throw new BadUserRequestException("firstResult and maxResults must not be negative");
        }
        if (EngineLimits.areInForce()) {
            limits.bound(query);
        }
        var page = found.sorted(order)
                .skip(query.getFirstResult())
                .limit(query.getMaxResults())
                .toList();
        if (EngineLimits.areInForce()) {
            limits.checkRows(page);
        }
        return page;
    }

    static <T> Comparator<T> inOrder(Comparator<T> order, boolean descending) {
        return descending ? order.reversed() : order;
    }

    /** Turns null into an empty text, which sorts first. */
    static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
