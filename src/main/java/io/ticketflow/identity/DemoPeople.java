package io.ticketflow.identity;

import static io.ticketflow.identity.Role.ADMIN;
import static io.ticketflow.identity.Role.DEVOPS_ENGINEER;
import static io.ticketflow.identity.Role.END_USER;
import static io.ticketflow.identity.Role.MANAGER;
import static io.ticketflow.identity.Role.SENIOR_ENGINEER;
import static io.ticketflow.identity.Role.TEAM_LEAD;

import io.ticketflow.platform.StartupNote;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The people of the demonstration: every role, two teams, every category somebody's skill. */
@Component
class DemoPeople implements StartupNote {

    private static final String DOMAIN = "@ticketflow.local";
    private static final String PASSWORD = "Ticketflow-demo-1";

    private final Users users;
    private final Accounts accounts;
    private final TeamAdministration teams;
    private final Passwords passwords;

    DemoPeople(Users users, Accounts accounts, TeamAdministration teams, Passwords passwords) {
        this.users = users;
        this.accounts = accounts;
        this.teams = teams;
        this.passwords = passwords;
    }

    void create() {
        // One slow hash for all of them.
        var hash = passwords.hash(PASSWORD);
        create(someone("admin", "Ada Admin", ADMIN), hash);
        create(someone("manager", "Maria Manager", MANAGER), hash);
        create(someone("process-owner", "Petra Owner", MANAGER).asProcessOwner(), hash);

        var platform = teams.create("Platform", "Machines, storage, databases, pipelines and what runs on them")
                .id();
        var lead = someone("lead", "Leo Lead", TEAM_LEAD)
                .inTeam(platform, "VM", "STORAGE", "DATABASE", "CI_CD", "MONITORING", "APPLICATION", "OTHER");
        create(lead, hash);
        create(
                someone("senior", "Sofia Senior", SENIOR_ENGINEER)
                        .inTeam(platform, "VM", "STORAGE", "DATABASE", "MONITORING", "OTHER"),
                hash);
        create(
                someone("engineer", "Emil Engineer", DEVOPS_ENGINEER)
                        .inTeam(platform, "VM", "CI_CD", "MONITORING", "APPLICATION", "OTHER"),
                hash);
        create(
                someone("engineer2", "Eva Engineer", DEVOPS_ENGINEER)
                        .inTeam(platform, "STORAGE", "DATABASE", "CI_CD", "APPLICATION", "OTHER"),
                hash);
        users.findByHandleOrEmail(lead.email()).ifPresent(person -> teams.lead(platform, person.id()));

        var network = teams.create("Network", "Networks, access and security").id();
        create(someone("engineer3", "Nora Network", DEVOPS_ENGINEER).inTeam(network, "NETWORK", "ACCESS"), hash);
        create(
                someone("engineer4", "Nils Network", DEVOPS_ENGINEER).inTeam(network, "NETWORK", "SECURITY", "ACCESS"),
                hash);

        create(someone("user", "Uma User", END_USER), hash);
        create(someone("user2", "Ugo User", END_USER), hash);
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
                .filter(handle -> users.existsByEmail(handle + DOMAIN))
                .toList();
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of("demo accounts: %s, password %s".formatted(String.join(", ", there), PASSWORD));
    }

    private static NewPerson someone(String name, String fullName, Role role) {
        return new NewPerson(name + DOMAIN, fullName, role, null);
    }

    /** Unless the operator has named the first ADMIN like one of them. */
    private void create(NewPerson newPerson, String passwordHash) {
        if (!users.existsByEmail(newPerson.email())) {
            accounts.create(newPerson, passwordHash);
        }
    }
}
