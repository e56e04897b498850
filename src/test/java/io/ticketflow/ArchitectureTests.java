package io.ticketflow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.ticketflow.process.instances.GivenVariables;
import io.ticketflow.process.lifecycle.PromptRouting;
import io.ticketflow.process.tables.EvaluatedTables;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.repository.Repository;
import org.springframework.modulith.core.ApplicationModules;

/** The rules on modules and dependencies; docs/architecture.md explains them. */
class ArchitectureTests {

    private static final String ENGINE = "org.camunda..";
    private static final String ENGINE_IMPLEMENTATION = "org.camunda..impl..";

    private static final String PROCESS = "io.ticketflow.process";

    /** The rooms from the top to the bottom. The module's own package, the table of contents, is above all of them. */
    private static final List<String> ROOMS = List.of(
            "web",
            "versions",
            "check",
            "apps",
            "engine",
            "lifecycle",
            "tables",
            "gate",
            "timers",
            "instances",
            "model",
            "sandbox");

    private static final String[] MADE_FOR_THE_ENGINE = {of("engine"), of("apps"), of("sandbox")};

    private static final JavaClasses MAIN =
            new ClassFileImporter(List.of(new DoNotIncludeTests())).importPackagesOf(TicketflowApplication.class);
    private static final JavaClasses MAIN_AND_TESTS =
            new ClassFileImporter().importPackagesOf(TicketflowApplication.class);

    @Test
    void modules_depend_only_on_what_they_declare() {
        ApplicationModules.of(TicketflowApplication.class).verify();
    }

    @Test
    void only_the_process_module_knows_the_engine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ticketflow.process..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENGINE)
                .because("a fork of the engine is to change one package (ADR 0003)")
                .check(MAIN);
    }

    @Test
    void only_three_rooms_and_three_classes_know_how_the_engine_is_made() {
        noClasses()
                .that()
                .resideOutsideOfPackages(MADE_FOR_THE_ENGINE)
                .and()
                .doNotHaveFullyQualifiedName(EvaluatedTables.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(GivenVariables.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(PromptRouting.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENGINE_IMPLEMENTATION)
                .because("these classes may differ in a fork of the engine (ADR 0003)")
                .check(MAIN);
    }

    /** A room is a package directly below the module, with its subpackages. The module's own package is a room, too. */
    @ParameterizedTest
    @ValueSource(strings = {"identity", "ticket", "notification", "report", "process"})
    void rooms_of_a_module_use_each_other_in_one_direction(String module) {
        slices().assignedFrom(roomsOf("io.ticketflow." + module))
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }

    /** They are public for the packages of identity above the accounts. */
    @Test
    void what_lets_people_in_stays_in_identity() {
        classes()
                .that()
                .haveFullyQualifiedName("io.ticketflow.identity.SignInAccount")
                .or()
                .haveFullyQualifiedName("io.ticketflow.identity.SignInAccounts")
                .or()
                .haveFullyQualifiedName("io.ticketflow.identity.SignInSettings")
                .or()
                .haveFullyQualifiedName("io.ticketflow.identity.Passwords")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAPackage("io.ticketflow.identity..")
                .check(MAIN);
    }

    private static SliceAssignment roomsOf(String module) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                var path = type.getPackageName();
                if (path.equals(module)) {
                    return SliceIdentifier.of("root");
                }
                if (!path.startsWith(module + ".")) {
                    return SliceIdentifier.ignore();
                }
                var below = path.substring(module.length() + 1);
                var end = below.indexOf('.');
                return SliceIdentifier.of(end < 0 ? below : below.substring(0, end));
            }

            @Override
            public String getDescription() {
                return "rooms of " + module;
            }
        };
    }

    @Test
    void arrows_between_rooms_of_process_lead_downwards() {
        for (var room = 0; room < ROOMS.size(); room++) {
            var above = Stream.concat(
                            Stream.of(PROCESS), ROOMS.subList(0, room).stream().map(ArchitectureTests::of))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(of(ROOMS.get(room)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .because("a room of process knows only those below it (docs/architecture.md)")
                    .check(MAIN);
        }
    }

    @Test
    void every_class_of_process_has_its_room() {
        classes()
                .that()
                .resideInAPackage(PROCESS + "..")
                .should()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(PROCESS), ROOMS.stream().map(ArchitectureTests::of))
                                .toArray(String[]::new))
                .check(MAIN);
    }

    private static String of(String room) {
        return PROCESS + "." + room + "..";
    }

    @Test
    void names_say_what_a_thing_is_for() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Utils?)(\\$.*)?")
                .check(MAIN_AND_TESTS);
    }

    @Test
    void nobody_calls_a_controller() {
        classes()
                .that()
                .resideInAPackage("io.ticketflow.*.web..")
                .and()
                .resideOutsideOfPackage("io.ticketflow.platform.web")
                .should()
                .notBePublic()
                .check(MAIN);
    }

    @Test
    void repositories_belong_to_their_module() {
        classes()
                .that()
                .areAssignableTo(Repository.class)
                .should()
                .notBePublic()
                .check(MAIN);
    }

    @Test
    void entities_refer_to_each_other_by_id() {
        noMembers()
                .should()
                .beAnnotatedWith(ManyToOne.class)
                .orShould()
                .beAnnotatedWith(OneToMany.class)
                .orShould()
                .beAnnotatedWith(OneToOne.class)
                .orShould()
                .beAnnotatedWith(ManyToMany.class)
                .check(MAIN);
    }

    @Test
    void every_package_says_that_nothing_is_null_unless_marked() {
        var packages = MAIN.stream().map(JavaClass::getPackage).distinct();

        assertThat(packages).isNotEmpty().allMatch(each -> each.isAnnotatedWith(NullMarked.class));
    }
}
