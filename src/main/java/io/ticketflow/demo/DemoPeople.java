package io.ticketflow.demo;

import static io.ticketflow.identity.Role.ADMIN;
import static io.ticketflow.identity.Role.DEVOPS_ENGINEER;
import static io.ticketflow.identity.Role.END_USER;
import static io.ticketflow.identity.Role.MANAGER;
import static io.ticketflow.identity.Role.SENIOR_ENGINEER;
import static io.ticketflow.identity.Role.TEAM_LEAD;

import io.ticketflow.identity.Accounts;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.identity.NewPerson;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.TeamAdministration;
import io.ticketflow.platform.Settings;
import io.ticketflow.platform.StartupNote;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The people of the demonstration: every role, two teams, and for every category a person with the skill. */
@Component
public class DemoPeople implements StartupNote {

    private static final String DOMAIN = "@ticketflow.local";
    private static final String PASSWORD = "Ticketflow-demo-1";

    private final Settings settings;
    private final Directory directory;
    private final Accounts accounts;
    private final TeamAdministration teams;

    DemoPeople(Settings settings, Directory directory, Accounts accounts, TeamAdministration teams) {
        this.settings = settings;
        this.directory = directory;
        this.accounts = accounts;
        this.teams = teams;
    }

    @EventListener
    void on(IdentityEvent.FirstStart empty) {
        if (settings.demo() && !settings.isProduction()) {
            create();
        }
    }

    /** Creates the teams and the people, except those who have an account already: an operator may have named the first ADMIN like one of them. */
    public void create() {
        var platform = teams.create("Platform", "Machines, storage, databases, pipelines and what runs on them")
                .id();
        var network = teams.create("Network", "Networks, access and security").id();
        accounts.create(
                people(platform, network).stream()
                        .filter(person -> directory.findByEmail(person.email()).isEmpty())
                        .toList(),
                PASSWORD);
        directory.findByEmail(address("lead")).ifPresent(lead -> teams.lead(platform, lead.id()));
    }

    private static List<NewPerson> people(UUID platform, UUID network) {
        return List.of(
                someone("admin", "Ada Admin", ADMIN),
                someone("manager", "Maria Manager", MANAGER),
                someone("process-owner", "Petra Owner", MANAGER).asProcessOwner(),
                someone("lead", "Leo Lead", TEAM_LEAD)
                        .inTeam(platform, "VM", "STORAGE", "DATABASE", "CI_CD", "MONITORING", "APPLICATION", "OTHER"),
                someone("senior", "Sofia Senior", SENIOR_ENGINEER)
                        .inTeam(platform, "VM", "STORAGE", "DATABASE", "MONITORING", "OTHER"),
                someone("engineer", "Emil Engineer", DEVOPS_ENGINEER)
                        .inTeam(platform, "VM", "CI_CD", "MONITORING", "APPLICATION", "OTHER"),
                someone("engineer2", "Eva Engineer", DEVOPS_ENGINEER)
                        .inTeam(platform, "STORAGE", "DATABASE", "CI_CD", "APPLICATION", "OTHER"),
                someone("engineer3", "Nora Network", DEVOPS_ENGINEER).inTeam(network, "NETWORK", "ACCESS"),
                someone("engineer4", "Nils Network", DEVOPS_ENGINEER).inTeam(network, "NETWORK", "SECURITY", "ACCESS"),
                someone("user", "Uma User", END_USER),
                someone("user2", "Ugo User", END_USER));
    }

    private static NewPerson someone(String name, String fullName, Role role) {
        return new NewPerson(address(name), fullName, role, null);
    }

    private static String address(String name) {
        return name + DOMAIN;
    }

    @Override
    public Optional<String> text() {
        var there = Stream.of(
                        "admin",
                        "manager",
                        "process-owner",
                        "lead",
                        "senior",
                        "engineer",
                        "engineer2",
                        "engineer3",
                        "engineer4",
                        "user",
                        "user2")
                .filter(name -> directory.findByEmail(address(name)).isPresent())
                .toList();
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of("demo accounts: %s, password %s".formatted(String.join(", ", there), PASSWORD));
    }
}
