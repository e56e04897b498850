package io.ticketflow.identity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.Ids;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.platform.web.ETags;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Manages teams, their members and leads, and the skills of people. */
@Component
@Transactional
public class TeamAdministration {

    /**
     * A team with its people.
     *
     * @param members active members, by full name
     * @param slackConfigured whether the team has a Slack webhook of its own, which is never answered
     * @param slackInternal whether only staff read the channel behind it, so that internal notes may go there
     */
    public record TeamView(
            UUID id,
            String name,
            @Nullable String description,
            @Nullable UUID leadId,
            List<Member> members,
            boolean slackConfigured,
            boolean slackInternal,
            @JsonIgnore long version) {

        /** Includes the members, who change without a new version of the team. */
        public String etag() {
            return ETags.of(version, members);
        }
    }

    /** A member of a team. */
    public record Member(UUID id, String fullName, Role role) {}

    /** A skill with the number of active people who have it. */
    public record Skill(String name, long people) {}

    /**
     * Changes to a team. Null members stay as they are.
     *
     * @param description an empty value removes it
     * @param leadId an empty value removes the lead
     * @param slackWebhookUrl an empty value removes the webhook, and the team's messages go to that of the installation
     * @param slackInternal whether only staff read the channel behind the webhook
     */
    @SuppressWarnings("NullableOptional") // absent and empty differ
    public record TeamEdit(
            @Nullable String name,
            @Nullable Optional<String> description,
            @Nullable Optional<UUID> leadId,
            @Nullable Optional<String> slackWebhookUrl,
            @Nullable Boolean slackInternal) {}

    private static final int LONGEST_NAME = 100;

    private final Teams teams;
    private final Users users;
    private final Directory directory;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    TeamAdministration(
            Teams teams,
            Users users,
            Directory directory,
            AuditTrail audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.teams = teams;
        this.users = users;
        this.directory = directory;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public List<TeamView> teams(Actor by) {
        WhoMay.seePeople(caller(by));
        return directory.teams().stream().map(team -> view(existing(team.id()))).toList();
    }

    /** A team that has not ended, or 404. */
    @Transactional(readOnly = true)
    public TeamView team(UUID id, Actor by) {
        WhoMay.seePeople(caller(by));
        return view(existing(id));
    }

    @Transactional(readOnly = true)
    public List<Skill> skills(Actor by) {
        WhoMay.seePeople(caller(by));
        return users.skillsWithPeople().stream()
                .map(row -> new Skill((String) row[0], ((Number) row[1]).longValue()))
                .toList();
    }

    public TeamView create(String name, @Nullable String description, @Nullable UUID leadId, Actor by) {
        WhoMay.keepTeams(caller(by));
        var team = create(name, description);
        if (leadId != null) {
            lead(team.id(), leadId);
        }
        audit.record(AuditType.TEAM_CHANGED, by, leadId, Map.of("created", team.name()));
        return view(existing(team.id()));
    }

    /** Creates a team without a check of rights, for the code that fills a new installation. */
    public Team create(String name, @Nullable String description) {
        var free = freeName(name, null);
        var handle = Handles.firstFree(Handles.slug(free, "[^a-z0-9]+", "team"), teams::existsByHandle);
        var team = teams.saveAndFlush(new StoredTeam(Ids.next(), handle, free, description, clock.instant()));
        directory.teamsChanged();
        return team.toTeam();
    }

    /** A team that a decision table names cannot get another name: 409 naming table and rule. */
    public TeamView edit(UUID id, TeamEdit edit, @Nullable String ifMatch, Actor by) {
        WhoMay.keepTeams(caller(by));
        var team = existing(id);
        ETags.requireMatch(ifMatch, view(team).etag());
        var name = edit.name() == null ? team.name() : freeName(edit.name(), id);
        if (!name.equalsIgnoreCase(team.name())) {
            events.publishEvent(new IdentityEvent.TeamNameGivenUp(team.name()));
        }
        team.describe(
                name,
                edit.description() == null
                        ? team.description()
                        : edit.description().orElse(null));
        if (edit.leadId() != null) {
            if (edit.leadId().isPresent()) {
                lead(id, edit.leadId().get());
            } else {
                team.ledBy(null);
            }
        }
        if (edit.slackWebhookUrl() != null) {
            edit.slackWebhookUrl().ifPresent(url -> events.publishEvent(new IdentityEvent.SlackWebhookChosen(url)));
            team.tellSlackAt(edit.slackWebhookUrl().orElse(null));
        }
        if (edit.slackInternal() != null) {
            team.markSlackInternal(edit.slackInternal());
        }
        teams.saveAndFlush(team);
        directory.teamsChanged();
        audit.record(AuditType.TEAM_CHANGED, by, null, Map.of("edited", name));
        return view(team);
    }

    /** Ends a team without members that no table names. Its old tickets keep it. */
    public void end(UUID id, @Nullable String ifMatch, Actor by) {
        WhoMay.keepTeams(caller(by));
        var team = existing(id);
        ETags.requireMatch(ifMatch, view(team).etag());
        if (!directory.membersOf(id).isEmpty()) {
            throw new ConflictException("TEAM_NOT_EMPTY", "There are people in %s.".formatted(team.name()));
        }
        events.publishEvent(new IdentityEvent.TeamNameGivenUp(team.name()));
        events.publishEvent(new IdentityEvent.TeamEnds(id, team.name()));
        team.end(clock.instant());
        teams.saveAndFlush(team);
        directory.teamsChanged();
        audit.record(AuditType.TEAM_CHANGED, by, null, Map.of("ended", team.name()));
    }

    /** Makes a person the team's lead, and a member if they are not one. */
    public void lead(UUID teamId, UUID personId) {
        var team = existing(teamId);
        var user = users.findById(personId)
                .filter(found -> found.isActive() && found.role().isAtLeast(Role.TEAM_LEAD))
                .orElseThrow(() -> InvalidException.field("leadId", "is not a person who can lead a team"));
        user.join(teamId);
        changed(user);
        team.ledBy(personId);
        teams.saveAndFlush(team);
        directory.teamsChanged();
    }

    /** Adds a member. A person has one team, so they leave their former one. */
    public void addMember(UUID teamId, UUID personId, Actor by) {
        WhoMay.keepTeams(caller(by));
        var team = existing(teamId);
        var user = users.findById(personId)
                .filter(found -> found.isActive() && found.role().isStaff())
                .orElseThrow(() -> Directory.noSuchPerson(personId));
        if (user.isInTeam(teamId)) {
            return;
        }
        teams.ledBy(personId).forEach(led -> led.ledBy(null));
        user.join(teamId);
        changed(user);
        directory.teamsChanged();
        audit.record(AuditType.TEAM_CHANGED, by, personId, Map.of("joined", team.name()));
        events.publishEvent(new IdentityEvent.BecameAvailable(personId));
    }

    /** Removes a member. For a person who is not in the team it does nothing. */
    public void removeMember(UUID teamId, UUID personId, Actor by) {
        WhoMay.keepTeams(caller(by));
        var team = existing(teamId);
        users.findById(personId).filter(user -> user.isInTeam(teamId)).ifPresent(user -> {
            if (personId.equals(team.leadId())) {
                team.ledBy(null);
            }
            user.join(null);
            changed(user);
            directory.teamsChanged();
            audit.record(AuditType.TEAM_CHANGED, by, personId, Map.of("left", team.name()));
        });
    }

    private TeamView view(StoredTeam team) {
        var members = directory.membersOf(team.id()).stream()
                .map(person -> new Member(person.id(), person.fullName(), person.role()))
                .toList();
        return new TeamView(
                team.id(),
                team.name(),
                team.description(),
                team.leadId(),
                members,
                team.slackWebhookUrl() != null,
                team.isSlackInternal(),
                team.version());
    }

    private String freeName(String text, @Nullable UUID own) {
        var name = text.strip();
        if (VisibleText.isMissing(name)
                || name.length() > LONGEST_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw InvalidException.field("name", "has 1 to %d characters on one line".formatted(LONGEST_NAME));
        }
        if (teams.findByName(name).filter(team -> !team.id().equals(own)).isPresent()) {
            throw new ConflictException("TEAM_NAME_TAKEN", "There is a team of this name already.");
        }
        return name;
    }

    private StoredTeam existing(UUID id) {
        return teams.findLive(id)
                .orElseThrow(() -> new NotFoundException("TEAM_NOT_FOUND", "There is no team " + id + "."));
    }

    private void changed(User user) {
        directory.changed(users.saveAndFlush(user).toPerson(clock.instant()));
    }

    private Person caller(Actor by) {
        return directory.person(Objects.requireNonNull(by.userId()));
    }
}
