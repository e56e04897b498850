package io.ticketflow.process.apps;

import static io.ticketflow.process.apps.EngineIdentity.isEqual;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.Direction;
import org.camunda.bpm.engine.impl.GroupQueryImpl;
import org.camunda.bpm.engine.impl.GroupQueryProperty;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.query.QueryProperty;
import org.jspecify.annotations.Nullable;

/** Answers the engine's queries for groups from roles and teams. */
class EngineGroupQuery extends GroupQueryImpl {

    private static final Map<QueryProperty, Function<Group, @Nullable String>> SORTABLE = Map.of(
            GroupQueryProperty.GROUP_ID, Group::getId,
            GroupQueryProperty.NAME, Group::getName,
            GroupQueryProperty.TYPE, Group::getType);

    private final transient EngineIdentity identity;

    EngineGroupQuery(EngineIdentity identity, @Nullable CommandExecutor executor) {
        super(executor);
        this.identity = identity;
    }

    @Override
    public long executeCount(CommandContext context) {
        checkQueryOk();
        return found().count();
    }

    @Override
    public List<Group> executeList(CommandContext context, @Nullable Page page) {
        checkQueryOk();
        return identity.page(found(), order(), this);
    }

    private Stream<Group> found() {
        // No group may start instances by hand, and there are no tenants.
        if (procDefId != null || tenantId != null) {
            return Stream.empty();
        }
        var isLikeName = Like.of(nameLike);
        return identity.groups(userId)
                .map(Group.class::cast)
                .filter(group -> isEqual(id, group.getId())
                        && (ids == null || Arrays.asList(ids).contains(group.getId()))
                        && isEqual(name, group.getName())
                        && isLikeName.matches(group.getName())
                        && isEqual(type, group.getType()));
    }

    private Comparator<Group> order() {
        return getOrderingProperties().stream()
                .map(wanted -> EngineIdentity.inOrder(
                        Comparator.comparing((Group group) ->
                                EngineIdentity.text(SORTABLE.getOrDefault(wanted.getQueryProperty(), Group::getId)
                                        .apply(group))),
                        wanted.getDirection() == Direction.DESCENDING))
                .reduce(Comparator::thenComparing)
                .orElse(Comparator.comparing(Group::getId));
    }
}
