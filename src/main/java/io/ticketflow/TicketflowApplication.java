package io.ticketflow;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.ticketflow.platform.ActsByItself;
import io.ticketflow.platform.EndWithoutMemory;
import io.ticketflow.platform.JvmDefaults;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.process.gate.ModelCheck;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.xml.datatype.DatatypeFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts Ticketflow. With the argument {@code check} it only checks whether tickets and processes agree, prints the differences and ends. With {@code
 * check-models} it checks the files of models that an operator is going to deploy.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TicketflowApplication {

    public static void main(String[] args) {
        JvmDefaults.set();
        // Without this property Java searches every jar for another implementation each time the engine reads an ISO
        // duration, which costs 1.5 ms a timer.
        System.setProperty(
                DatatypeFactory.DATATYPEFACTORY_PROPERTY, DatatypeFactory.DATATYPEFACTORY_IMPLEMENTATION_CLASS);
        EndWithoutMemory.watchThreads();
        if (args.length > 0 && args[0].equals("check-models")) {
            System.exit(checkModels(List.of(args).subList(1, args.length)));
        }
        if (List.of(args).contains("check")) {
            System.exit(check());
        }
        start(args);
    }

    /**
     * Starts the application. If the process is ended before the start is complete, the log says so in one line and hides the errors that follow from the end.
     */
    private static void start(String[] args) {
        var decided = new AtomicBoolean();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (!decided.get()) {
                                LoggerFactory.getLogger(TicketflowApplication.class)
                                        .info("Ended before the start was complete");
                                fallSilent();
                            }
                        },
                        "ended-start"));
        try {
            SpringApplication.run(TicketflowApplication.class, args);
        } finally {
            decided.set(true);
        }
    }

    private static void fallSilent() {
        // To stop the logging system would not do: Logback warns on the console of each line that comes later.
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
            logging.addTurboFilter(new TurboFilter() {
                @Override
                public FilterReply decide(
                        Marker marker, Logger logger, Level level, String format, Object[] params, Throwable thrown) {
                    return FilterReply.DENY;
                }
            });
        }
    }

    /** Checks models without a server or a database, and prints only what is wrong. Answers the exit code. */
    private static int checkModels(List<String> files) {
        LoggingSystem.get(TicketflowApplication.class.getClassLoader()).beforeInitialize();
        return ModelCheck.run(files, System.out);
    }

    /**
     * Compares tickets and processes, beside running nodes, too: this process takes no requests, runs no jobs, sends no mails and changes nothing. Answers the
     * exit code: 0 without differences, 1 with some, 2 if the check failed.
     */
    private static int check() {
        var application = new SpringApplication(TicketflowApplication.class);
        application.setAdditionalProfiles(ActsByItself.ONLY_LOOKS);
        ConfigurableApplicationContext context;
        try {
            context = application.run(
                    "--server.port=-1",
                    "--spring.datasource.hikari.read-only=true",
                    "--camunda.bpm.job-execution.enabled=false",
                    // The engine would create or move its clean-up job when it starts.
                    "--camunda.bpm.generic-properties.properties.historyCleanupEnabled=false",
                    "--ticketflow.channels.send-by-themselves=false",
                    "--ticketflow.database-read-url=",
                    // A secret that is not kept, because no person signs in here.
                    "--ticketflow.sign-in.jwt-secret-key=" + UUID.randomUUID() + UUID.randomUUID(),
                    "--logging.level.root=WARN",
                    "--logging.level.io.ticketflow=WARN");
        } catch (RuntimeException saidByThen) {
            return 2;
        }
        try (context) {
            var differences = context.getBean(Reconciliation.class).check();
            differences.forEach(System.out::println);
            System.out.printf("%d difference(s) between tickets and processes%n", differences.size());
            return differences.isEmpty() ? 0 : 1;
        } catch (RuntimeException unreachable) {
            System.out.println("The check failed: " + unreachable.getMessage());
            return 2;
        }
    }
}
