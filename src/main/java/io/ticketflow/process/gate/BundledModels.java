package io.ticketflow.process.gate;

import io.ticketflow.platform.ActsByItself;
import io.ticketflow.platform.database.OneNodeAtATime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.Deployment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Deploys the models that come with the application, and never replaces a process owner's model. It deploys a bundled file if the file is new, or if the file
 * has changed since the application deployed it last and the engine's latest version is still the application's own.
 */
@ActsByItself
@Component
public class BundledModels implements SmartInitializingSingleton {

    /** Announces a deployment by any deployer, in the running transaction. */
    public record Deployed(String deploymentId, List<String> resources) {}

    /** The name of the application as a source of deployments. */
    public static final String SOURCE = "ticketflow";

    private static final Logger LOG = LoggerFactory.getLogger(BundledModels.class);

    private final RepositoryService repository;
    private final OneNodeAtATime oneNodeAtATime;
    private final boolean forced;

    private volatile List<String> overridden = List.of();

    BundledModels(
            RepositoryService repository,
            OneNodeAtATime oneNodeAtATime,
            @Value("${ticketflow.process.force-bundled-models}") boolean forced) {
        this.repository = repository;
        this.oneNodeAtATime = oneNodeAtATime;
        this.forced = forced;
    }

    /** Runs before the server takes requests and the job executor takes jobs. */
    @Override
    public void afterSingletonsInstantiated() {
        oneNodeAtATime.run(this::deploy);
    }

    /** Bundled files that have changed and are not deployed because a process owner's version is in force. */
    public List<String> overridden() {
        return overridden;
    }

    void deploy() {
        var deployments = repository
                .createDeploymentQuery()
                .orderByDeploymentTime()
                .desc()
                .list();
        var due = new ArrayList<Bundled>();
        var left = new ArrayList<String>();
        for (var file : bundled()) {
            var latest = latestWith(deployments, file);
            var ours = latestWith(
                    deployments.stream().filter(BundledModels::isOurs).toList(), file);
            if (ours.map(deployment -> isSame(deployment, file)).orElse(false) && !overrules(latest, file)) {
                continue;
            }
            if (latest.isEmpty() || isOurs(latest.get()) || forced) {
                due.add(file);
            } else {
                left.add(file.name());
                LOG.warn("{} was deployed by its owner and stays, although the bundled file has changed.", file.name());
            }
        }
        overridden = List.copyOf(left);
        if (!due.isEmpty()) {
            var deployment = repository.createDeployment().name("Ticketflow").source(SOURCE);
            due.forEach(file -> deployment.addString(file.name(), file.content()));
            deployment.deploy();
            LOG.info("Deployed {}.", due.stream().map(Bundled::name).toList());
        }
    }

    private boolean overrules(Optional<Deployment> latest, Bundled file) {
        return forced && latest.isPresent() && !isOurs(latest.get()) && !isSame(latest.get(), file);
    }

    /** Finds models by the id inside them, because a process owner's file may have another name; finds forms by the file's name. */
    private Optional<Deployment> latestWith(List<Deployment> deployments, Bundled file) {
        return deployments.stream()
                .filter(deployment -> contains(deployment, file))
                .findFirst();
    }

    private boolean contains(Deployment deployment, Bundled file) {
        var id = file.name().substring(0, file.name().lastIndexOf('.'));
        if (file.name().endsWith(".bpmn")) {
            return repository
                            .createProcessDefinitionQuery()
                            .deploymentId(deployment.getId())
                            .processDefinitionKey(id)
                            .count()
                    > 0;
        }
        if (file.name().endsWith(".dmn")) {
            return repository
                            .createDecisionDefinitionQuery()
                            .deploymentId(deployment.getId())
                            .decisionDefinitionKey(id)
                            .count()
                    > 0;
        }
        return repository.getDeploymentResourceNames(deployment.getId()).contains(file.name());
    }

    private boolean isSame(Deployment deployment, Bundled file) {
        try (var deployed = repository.getResourceAsStream(deployment.getId(), file.name())) {
            return normalised(new String(deployed.readAllBytes(), StandardCharsets.UTF_8))
                    .equals(normalised(file.content()));
        } catch (IOException unreadable) {
            throw new IllegalStateException("Cannot read " + file.name() + " as it was deployed", unreadable);
        }
    }

    private static boolean isOurs(Deployment deployment) {
        return SOURCE.equals(deployment.getSource());
    }

    private static String normalised(String text) {
        return text.replace("\r\n", "\n");
    }

    private record Bundled(String name, String content) {}

    private static List<Bundled> bundled() {
        var resolver = new PathMatchingResourcePatternResolver();
        try {
            var files = new ArrayList<Resource>();
            files.addAll(Arrays.asList(resolver.getResources("classpath*:processes/*.bpmn")));
            files.addAll(Arrays.asList(resolver.getResources("classpath*:processes/*.form")));
            files.addAll(Arrays.asList(resolver.getResources("classpath*:dmn/*.dmn")));
            var bundled = new ArrayList<Bundled>();
            for (var file : files) {
                bundled.add(new Bundled(
                        Objects.requireNonNull(file.getFilename()), file.getContentAsString(StandardCharsets.UTF_8)));
            }
            bundled.sort(Comparator.comparing(Bundled::name));
            return bundled;
        } catch (IOException unreadable) {
            throw new IllegalStateException("Cannot read the bundled models", unreadable);
        }
    }
}
