package io.ticketflow.process.apps;

import static io.ticketflow.process.apps.EngineIdentity.isEqual;

import io.ticketflow.identity.Person;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.Direction;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.UserQueryImpl;
import org.camunda.bpm.engine.impl.UserQueryProperty;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.query.QueryProperty;
import org.jspecify.annotations.Nullable;

/** Answers the engine's queries for people from our directory. */
class EngineUserQuery extends UserQueryImpl {

    private static final Map<QueryProperty, Function<User, @Nullable String>> SORTABLE = Map.of(
            UserQueryProperty.USER_ID, User::getId,
            UserQueryProperty.FIRST_NAME, User::getFirstName,
            UserQueryProperty.LAST_NAME, User::getLastName,
            UserQueryProperty.EMAIL, User::getEmail);

    private final transient EngineIdentity identity;

    EngineUserQuery(EngineIdentity identity, @Nullable CommandExecutor executor) {
        super(executor);
        this.identity = identity;
    }

    @Override
    public long executeCount(CommandContext context) {
        checkQueryOk();
        return found().count();
    }

    @Override
    public List<User> executeList(CommandContext context, @Nullable Page page) {
        checkQueryOk();
        return identity.page(found(), order(), this);
    }

    private Stream<User> found() {
        // No person may start instances by hand, and there are no tenants.
        if (procDefId != null || tenantId != null) {
            return Stream.empty();
        }
        var isLikeFirstName = Like.of(firstNameLike);
        var isLikeLastName = Like.of(lastNameLike);
        var isLikeEmail = Like.of(emailLike);
        return identity.people(handles())
                .filter(this::isInGroup)
                .map(EngineIdentity::userOf)
                .map(User.class::cast)
                .filter(user -> isEqual(firstName, user.getFirstName())
                        && isLikeFirstName.matches(user.getFirstName())
                        && isEqual(lastName, user.getLastName())
                        && isLikeLastName.matches(user.getLastName())
                        && isEqual(email, user.getEmail())
                        && isLikeEmail.matches(user.getEmail()));
    }

    private @Nullable List<String> handles() {
        if (ids == null) {
            return id == null ? null : List.of(id);
        }
        return Arrays.stream(ids).filter(handle -> isEqual(id, handle)).toList();
    }

    private boolean isInGroup(Person person) {
        return groupId == null || identity.groupIdsOf(person).contains(groupId);
    }

    private Comparator<User> order() {
        return getOrderingProperties().stream()
                .map(wanted -> EngineIdentity.inOrder(
                        Comparator.comparing((User user) ->
                                EngineIdentity.text(SORTABLE.getOrDefault(wanted.getQueryProperty(), User::getId)
                                        .apply(user))),
                        wanted.getDirection() == Direction.DESCENDING))
                .reduce(Comparator::thenComparing)
                .orElse(Comparator.comparing(User::getId));
    }
}
