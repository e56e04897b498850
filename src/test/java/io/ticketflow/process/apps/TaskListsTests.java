package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The lists of Tasklist: which tickets each of them shows to whom. */
@TicketflowTest
class TaskListsTests {

    @Autowired
    private World world;

    @Autowired
    private Ownership ownership;

    @Autowired
    private TaskFilters lists;

    @Autowired
    private FilterService filters;

    @Autowired
    private TaskService tasks;

    private Http http;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
    }

    @AfterEach
    void theListsAreOursAgain() {
        world.sql(
                "update act_ru_filter set rev_ = 1 where name_ in ('My team', 'Escalations', 'Escalations of my team')");
        world.sql("delete from act_ge_property where name_ like 'ticketflow.list.%'");
        lists.afterSingletonsInstantiated();
    }

    @Test
    void while_it_waits_for_the_requester_a_ticket_is_in_the_lists_of_its_assignee_and_team() {
        var ticket = world.inWork();
        var assignee = world.assigneeOf(ticket);
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Since when?"), assignee);

        assertThat(shown(assignee, "Waiting for others")).containsExactly(ticket.number());
        assertThat(shown(assignee, "My tickets")).isEmpty();
        assertThat(shown("lead", "My team")).containsExactly(ticket.number());
        assertThat(shown("lead", "Waiting for others")).isEmpty();
        assertThat(shown("user", "My tickets")).containsExactly(ticket.number());
        assertThat(shown("engineer3", "My team")).isEmpty();

        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.comment("Since noon"), "user");
        assertThat(shown(assignee, "Waiting for others")).isEmpty();
        assertThat(shown(assignee, "My tickets")).containsExactly(ticket.number());
    }

    @Test
    void so_is_a_solution_that_waits_to_be_confirmed() {
        var ticket = world.resolved();

        assertThat(shown(world.assigneeOf(ticket), "Waiting for others")).containsExactly(ticket.number());
        assertThat(shown("lead", "My team")).containsExactly(ticket.number());
    }

    @Test
    void a_waiting_ticket_changes_its_lists_with_its_assignee_and_its_team() {
        var ticket = world.inWork();
        var former = world.assigneeOf(ticket);
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Since when?"), former);

        ownership.assign(ticket.number(), world.person("senior").id(), null, null, null, world.as("lead"));
        assertThat(shown("senior", "Waiting for others")).containsExactly(ticket.number());
        assertThat(shown(former, "Waiting for others")).isEmpty();

        var network = world.person("engineer3");
        ownership.assign(ticket.number(), network.id(), network.teamId(), null, null, world.as("manager"));
        assertThat(shown("engineer3", "Waiting for others")).containsExactly(ticket.number());
        assertThat(shown("engineer4", "My team")).containsExactly(ticket.number());
        assertThat(shown("lead", "My team")).isEmpty();
        assertThat(shown("user", "My tickets"))
                .as("the requester keeps the task")
                .containsExactly(ticket.number());
    }

    @Test
    void a_lead_sees_what_the_team_works_on_and_a_manager_what_all_teams_do() {
        var platforms = world.inWork();
        var networks = world.openAndRouted(Category.NETWORK, Priority.P3);

        assertThat(shown("lead", "My team")).containsExactly(platforms.number());
        assertThat(shown("lead", "My team's queue")).isEmpty();
        assertThat(shown("engineer3", "My team")).containsExactly(networks.number());
        assertThat(shown("manager", "My team")).containsExactlyInAnyOrder(platforms.number(), networks.number());
        assertThat(shown("admin", "My team")).containsExactlyInAnyOrder(platforms.number(), networks.number());
    }

    @Test
    void due_soon_is_what_one_answers_for() {
        var soon = world.openAndRouted(Category.VM, Priority.P1);
        var later = world.openAndRouted(Category.NETWORK, Priority.P4);

        assertThat(shown("engineer", "Due soon")).containsExactly(soon.number());
        assertThat(shown("lead", "Due soon")).containsExactly(soon.number());
        assertThat(shown("engineer3", "Due soon")).isEmpty();
        assertThat(shown("manager", "Due soon")).containsExactly(soon.number()).doesNotContain(later.number());
    }

    @Test
    void after_the_first_answer_the_next_deadline_is_that_of_the_solution() {
        var ticket = world.openAndRouted(Category.VM, Priority.P1);
        var answerBy = world.taskOf(ticket).getDueDate();

        world.comment(ticket.number(), "We look into it.", Visibility.PUBLIC, world.as(world.assigneeOf(ticket)));

        assertThat(world.taskOf(ticket).getDueDate()).isAfter(answerBy);
    }

    @Test
    void what_is_late_stays_due_also_in_its_next_state() {
        var ticket = world.openAndRouted(Category.VM, Priority.P1);
        world.pass(Duration.ofDays(3));
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));

        assertThat(shownAnew("lead", "Due soon")).containsExactly(ticket.number());
    }

    @Test
    void a_call_is_shown_to_the_people_who_were_called_and_to_the_team() {
        var ticket = world.inWork();
        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("Stuck"), world.assigneeOf(ticket));

        assertThat(shown("senior", "Calls for me")).containsExactly(ticket.number());
        assertThat(shown("engineer", "Calls for me")).isEmpty();
        assertThat(shown("manager", "Calls for me")).isEmpty();
        assertThat(shown("lead", "Escalations of my team")).containsExactly(ticket.number());
        assertThat(shown("manager", "Escalations of my team")).containsExactly(ticket.number());
        assertThat(shown("engineer3", "Escalations of my team")).isEmpty();
        assertThat(shown("engineer", "My team's queue")).as("not to be claimed").isEmpty();
    }

    @Test
    void a_call_of_all_managers_is_shown_to_each_of_them() {
        var ticket = world.inWork();
        var assignee = world.assigneeOf(ticket);
        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("Stuck"), assignee);
        for (var level = 1; level < 3; level++) {
            http.as(assignee)
                    .json(
                            "POST",
                            "/api/v1/tickets/" + ticket.number() + "/escalate",
                            "{\"reason\": \"Still stuck\", \"asOfLevel\": %d}".formatted(level));
        }

        assertThat(world.now(ticket).escalationLevel()).isEqualTo(3);
        assertThat(shown("manager", "Calls for me")).containsExactly(ticket.number());
        assertThat(shown("process-owner", "Calls for me")).containsExactly(ticket.number());
        assertThat(shown("lead", "Calls for me")).isEmpty();
        assertThat(shown("lead", "Escalations of my team")).containsExactly(ticket.number());
    }

    @Test
    void a_list_has_the_order_that_is_asked_for() {
        var urgent = world.openAndRouted(Category.VM, Priority.P1);
        var usual = world.openAndRouted(Category.VM, Priority.P3);

        assertThat(shown("lead", "My team", "{\"sorting\": [{\"sortBy\": \"dueDate\", \"sortOrder\": \"asc\"}]}"))
                .containsExactly(urgent.number(), usual.number());
        assertThat(shown("lead", "My team", "{\"sorting\": [{\"sortBy\": \"priority\", \"sortOrder\": \"asc\"}]}"))
                .containsExactly(usual.number(), urgent.number());
    }

    @Test
    void an_upgrade_renews_the_lists_that_are_as_we_wrote_them() {
        var id = idOf("lead", "Escalations of my team");
        world.sql("delete from act_ge_property where name_ like 'ticketflow.list.%'");
        world.sql("update act_ru_filter set rev_ = 1, name_ = 'Escalations', query_ = '{}' where id_ = '%s'"
                .formatted(id));

        lists.afterSingletonsInstantiated();

        assertThat(filters.getFilter(id).getName()).isEqualTo("Escalations of my team");
        assertThat(shown("engineer3", "Escalations of my team")).isEmpty();
        assertThat(filters.createTaskFilterQuery().filterName("Escalations").count())
                .isZero();
    }

    @Test
    void a_list_that_a_person_has_changed_stays_as_it_is() {
        var id = idOf("lead", "My team");
        world.sql("delete from act_ge_property where name_ like 'ticketflow.list.%'");
        world.sql("update act_ru_filter set rev_ = 2, query_ = '{}' where id_ = '%s'".formatted(id));
        var ticket = world.openAndRouted(Category.NETWORK, Priority.P3);

        lists.afterSingletonsInstantiated();

        assertThat(shown("lead", "My team")).containsExactly(ticket.number());
    }

    @Test
    void an_upgrade_puts_tickets_that_wait_already_into_their_lists() throws IOException {
        var asked = world.inWork();
        var assignee = world.assigneeOf(asked);
        world.move(asked, TicketStatus.PENDING_INFO, MoveDetails.comment("Since when?"), assignee);
        var stuck = world.inWork();
        world.move(stuck, TicketStatus.ESCALATED, MoveDetails.comment("Stuck"), world.assigneeOf(stuck));
        world.sql("update act_ru_task set owner_ = null");
        world.sql("delete from act_ru_identitylink where group_id_ = 'team-platform'");
        assertThat(shown("lead", "My team")).isEmpty();

        try (var files = Files.list(Path.of("db", "migration"))) {
            world.sql(Files.readString(files.filter(file -> file.toString().endsWith("__lists_by_team_and_owner.sql"))
                    .findFirst()
                    .orElseThrow()));
        }

        assertThat(shown("lead", "My team")).containsExactlyInAnyOrder(asked.number(), stuck.number());
        assertThat(shown(assignee, "Waiting for others")).containsExactly(asked.number());
        assertThat(shown("lead", "Escalations of my team")).containsExactly(stuck.number());
    }

    private List<String> shown(String who, String list) {
        return shown(who, list, "{}");
    }

    private List<String> shown(String who, String list, String more) {
        return shown(http.as(who), list, more);
    }

    private List<String> shownAnew(String who, String list) {
        return shown(http.asAnew(who), list, "{}");
    }

    /** The numbers of the tickets in the order of the list. */
    private List<String> shown(Http caller, String list, String more) {
        var answer = caller.json("POST", "/engine-rest/filter/%s/list".formatted(idOf(caller, list)), more);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonPath.<List<String>>read(answer.body(), "$[*].id").stream()
                .map(id -> tasks.getVariable(id, "number").toString())
                .toList();
    }

    private String idOf(String who, String list) {
        return idOf(http.as(who), list);
    }

    private static String idOf(Http caller, String list) {
        var found = caller.get(
                "/engine-rest/filter?resourceType=Task&name=" + URLEncoder.encode(list, StandardCharsets.UTF_8));
        return JsonPath.read(found.body(), "$[0].id");
    }
}
