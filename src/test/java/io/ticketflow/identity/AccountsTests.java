package io.ticketflow.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ticketflow.TicketflowTest;
import io.ticketflow.identity.Accounts.Presence;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

@TicketflowTest
@RecordApplicationEvents
@Transactional
class AccountsTests {

    @Autowired
    private Accounts accounts;

    @Autowired
    private TeamAdministration teams;

    @Autowired
    private Directory directory;

    @Autowired
    private TestPeople demo;

    @Autowired
    private Clock clock;

    @Autowired
    private ApplicationEvents events;

    @Test
    void a_new_person_is_found_with_team_and_skills() {
        var team = teams.create("Round Table", "Knights");

        var ada = accounts.create(new NewPerson("Ada.King@Example.org", " Ada King ", Role.SENIOR_ENGINEER, null)
                .inTeam(team.id(), "FENCING", "RIDING")
                .withMaxOpenTickets(3));

        assertThat(ada)
                .isEqualTo(new Person(
                        ada.id(),
                        "ada.king",
                        "ada.king@example.org",
                        "Ada King",
                        null,
                        Role.SENIOR_ENGINEER,
                        false,
                        true,
                        true,
                        team.id(),
                        Set.of("FENCING", "RIDING"),
                        3,
                        ZoneId.of("UTC"),
                        Locale.ENGLISH));
        assertThat(directory.person(ada.id())).isEqualTo(ada);
        assertThat(directory.findByHandle("ada.king")).contains(ada);
        assertThat(directory.people(List.of(ada.id(), UUID.randomUUID()))).containsOnlyKeys(ada.id());
        assertThat(directory.membersOf(team.id())).containsExactly(ada);
        assertThat(directory.skillExists("FENCING")).isTrue();
        assertThat(directory.skillExists("COOKING")).isFalse();
    }

    @Test
    void nobody_is_a_404() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> directory.person(UUID.randomUUID()))
                .returns("USER_NOT_FOUND", NotFoundException::code);
    }

    @SuppressWarnings("NullOptional") // null: the rest stays as it is
    private static PersonEdit address(String email) {
        return new PersonEdit(new ProfileEdit(null, null, null, null, null, null), email, null, null, null, null);
    }

    /** Otherwise the person could not sign in any more where addresses have to be confirmed. */
    @Test
    void without_a_mail_server_an_administrator_confirms_the_address_that_they_write(
            @Autowired PeopleWithPasswords people,
            @Autowired Users users,
            @Autowired UserVersions versions,
            @Autowired Teams stored,
            @Autowired Passwords passwords,
            @Autowired AuditTrail audit,
            @Autowired ApplicationEventPublisher publisher,
            @Autowired TransactionTemplate transaction) {
        var noMail = new SignInSettings("", "", "", 15, 7, true, "", "");
        var withoutMailServer = new Accounts(
                users, versions, stored, directory, passwords, noMail, audit, publisher, transaction, clock);
        var admin = Actor.of(people.someone(Role.ADMIN).id(), Source.API);
        var registered = people.someone(Role.END_USER);
        var invited = people.with(null);

        var changed = withoutMailServer.edit(registered.id(), address("jo@new.example"), null, admin);
        var invitedStill = withoutMailServer.edit(invited.id(), address("ida@new.example"), null, admin);

        assertThat(changed.email()).isEqualTo("jo@new.example");
        assertThat(changed.emailVerified()).isTrue();
        assertThat(invitedStill.emailVerified()).as("has no password yet").isFalse();
        assertThat(accounts.edit(registered.id(), address("jo@newer.example"), null, admin)
                        .emailVerified())
                .as("with a mail server")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    grace.hopper@navy.example, grace.hopper
                    Grace+Work@navy.example,   grace-work
                    GR!CE@navy.example,        gr-ce
                    +++@navy.example,          user
                    """)
    void the_handle_comes_from_the_local_part_of_the_address(String email, String handle) {
        assertThat(accounts.create(new NewPerson(email, "Grace", Role.END_USER, null))
                        .handle())
                .matches(Pattern.quote(handle) + "\\d*");
    }

    @Test
    void the_second_of_a_name_gets_a_number() {
        accounts.create(new NewPerson("joan@one.example", "Joan", Role.END_USER, null));
        accounts.create(new NewPerson("joan2@one.example", "Joan", Role.END_USER, null));

        assertThat(accounts.create(new NewPerson("joan@two.example", "Joan", Role.END_USER, null))
                        .handle())
                .isEqualTo("joan3");
    }

    @Test
    void an_address_has_one_account() {
        accounts.create(new NewPerson("only@one.example", "One", Role.END_USER, null));

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> accounts.create(new NewPerson("ONLY@one.example", "Two", Role.END_USER, null)))
                .returns("EMAIL_TAKEN", ConflictException::code);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    short-one,                           12 characters
                    longpass@example.org,                not be the e-mail address
                    äääääääääääääääääääääääääääääääääääää, 72 bytes
                    """)
    void a_password_must_be_worth_it(String password, String complaint) {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(
                        () -> accounts.create(new NewPerson("longpass@example.org", "Pat", Role.END_USER, password)))
                .withMessageContaining(complaint);
    }

    @Test
    void a_team_is_found_by_its_name_in_any_case_and_led_by_a_member() {
        var team = teams.create("Storage & Backup", null);
        var lead = accounts.create(new NewPerson("head@storage.example", "Head", Role.TEAM_LEAD, null));

        teams.lead(team.id(), lead.id());

        assertThat(directory.findTeamByName("storage & backup"))
                .contains(new Team(team.id(), "storage-backup", "Storage & Backup", lead.id(), false, false, null));
        assertThat(directory.person(lead.id()).isInTeam(team.id())).isTrue();
        assertThat(directory.teams()).extracting(Team::handle).contains("storage-backup");
    }

    @Test
    void who_comes_back_is_announced_once() {
        var person = accounts.create(new NewPerson("away@example.org", "Away", Role.DEVOPS_ENGINEER, null));
        events.clear();
        var self = Actor.of(person.id(), Source.API);
        var tomorrow = clock.instant().plus(Duration.ofDays(1));

        assertThat(accounts.setAvailability(self, person.id(), Availability.AWAY, tomorrow))
                .isEqualTo(new Presence(Availability.AWAY, tomorrow));
        assertThat(directory.person(person.id()).available()).isFalse();

        accounts.setAvailability(self, person.id(), Availability.AVAILABLE, null);
        accounts.setAvailability(self, person.id(), Availability.AVAILABLE, null);

        assertThat(directory.person(person.id()).available()).isTrue();
        assertThat(events.stream(IdentityEvent.BecameAvailable.class))
                .containsExactly(new IdentityEvent.BecameAvailable(person.id()));
    }

    @Test
    void away_ends_by_itself_at_its_instant() {
        var person = accounts.create(new NewPerson("back@example.org", "Back", Role.END_USER, null));

        accounts.setAvailability(Actor.SYSTEM, person.id(), Availability.AWAY, clock.instant());

        assertThat(directory.person(person.id()).available()).isTrue();
    }

    @Test
    void availability_is_for_oneself_the_teams_lead_and_those_above() {
        var team = teams.create("Presence", null);
        var other = teams.create("Absence", null);
        var member = someone(Role.DEVOPS_ENGINEER, team);

        assertThat(presenceSeenBy(member, member)).isNotNull();
        assertThat(presenceSeenBy(someone(Role.TEAM_LEAD, team), member)).isNotNull();
        assertThat(presenceSeenBy(someone(Role.MANAGER, other), member)).isNotNull();
        assertThatExceptionOfType(ForbiddenException.class)
                .isThrownBy(() -> presenceSeenBy(someone(Role.SENIOR_ENGINEER, team), member));
        assertThatExceptionOfType(ForbiddenException.class)
                .isThrownBy(() -> presenceSeenBy(someone(Role.TEAM_LEAD, other), member));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> presenceSeenBy(someone(Role.END_USER, team), member));
    }

    @Test
    void the_demonstration_has_every_role_and_two_teams() {
        demo.arrive();

        assertThat(Role.values())
                .allSatisfy(role -> assertThat(directory.withRole(role)).isNotEmpty());
        var platform = directory.findTeamByName("Platform").orElseThrow();
        assertThat(directory.membersOf(platform.id()))
                .extracting(Person::handle)
                .containsExactlyInAnyOrder("lead", "senior", "engineer", "engineer2");
        assertThat(platform.leadId())
                .isEqualTo(directory.findByHandle("lead").orElseThrow().id());
        assertThat(directory.findByHandle("process-owner").orElseThrow().processOwner())
                .isTrue();
    }

    private Presence presenceSeenBy(Person asking, Person person) {
        return accounts.presence(Actor.of(asking.id(), Source.API), person.id());
    }

    private Person someone(Role role, Team team) {
        return accounts.create(
                new NewPerson(UUID.randomUUID() + "@presence.example", "Somebody", role, null).inTeam(team.id()));
    }
}
