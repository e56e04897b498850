package io.ticketflow.process.gate;

import io.ticketflow.identity.Directory;
import io.ticketflow.process.model.BrokenFileException;
import io.ticketflow.process.model.Drawing;
import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.XmlFile;
import io.ticketflow.process.sandbox.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Checks all files of a deployment before the engine reads them, and reports all faults at once. */
@Component
public class DeployGate {

    private static final int MAX_NAME = 100;
    private static final int MAX_SIZE = 2 * 1024 * 1024;
    /** The time for all models and tables of one deployment. No other deployment can be made meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Surroundings surroundings;

    @Autowired
    DeployGate(Directory directory, ObjectProvider<RepositoryService> repository) {
        this(new RunningServer(directory, repository));
    }

    private DeployGate(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** A gate without people and database, which checks only files. */
    public static DeployGate withoutServer() {
        return new DeployGate(new NoServer());
    }

    /**
     * Finds the faults of a deployment.
     *
     * @param resources the files that are deployed together, by name
     * @param isOurs whether the application deploys its own models, which it does before their teams exist
     * @return empty when the deployment is accepted
     */
    public List<Objection> examine(Map<String, byte[]> resources, boolean isOurs) {
        var found = new ArrayList<Objection>();
        var patience = new Patience(PATIENCE);
        var keys = new DefinedKeys();
        resources.forEach((name, content) -> {
            var objections = new Objections(name);
            if (isReadable(name, content, objections)) {
                examine(name, content, resources, isOurs, patience, keys, objections);
            }
            found.addAll(objections.all());
        });
        return found;
    }

    private static boolean isReadable(String name, byte[] content, Objections objections) {
        if (name.length() > MAX_NAME) {
            objections.add("The file's name has more than %d characters.".formatted(MAX_NAME));
        }
        if (name.contains("/") || name.contains("\\") || name.contains("..")) {
            objections.add("The file's name is a path; a plain name is enough.");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            objections.add("The file's name has control characters.");
        }
        if (content.length > MAX_SIZE) {
            objections.add("The file is larger than 2 MiB.");
        }
        return objections.all().isEmpty();
    }

    private void examine(
            String name,
            byte[] content,
            Map<String, byte[]> resources,
            boolean isOurs,
            Patience patience,
            DefinedKeys keys,
            Objections objections) {
        if (name.endsWith(".bpmn")) {
            read(content, objections).ifPresent(model -> {
                keys.addModel(name, model, objections);
                examineModel(model, resources, patience, objections);
                EngineChecks.checkModel(name, content, model, objections);
            });
        } else if (name.endsWith(".dmn")) {
            read(content, objections).ifPresent(tables -> {
                keys.addTables(name, tables, objections);
                EngineChecks.checkTables(content, tables, objections);
                new TableChecks(tables, content, isOurs ? new NoServer() : surroundings, patience, objections).check();
            });
        } else if (name.endsWith(".form")) {
            keys.addForm(name, content, objections);
            FormChecks.check(content, objections);
        } else {
            objections.add("Files of this kind are not deployed; models end in .bpmn, tables in .dmn, forms in .form.");
        }
    }

    private static Optional<Element> read(byte[] content, Objections objections) {
        try {
            return Optional.of(XmlFile.read(content));
        } catch (BrokenFileException broken) {
            objections.add("", String.valueOf(broken.getMessage()), broken.line(), broken.column());
            return Optional.empty();
        }
    }

    private void examineModel(Element model, Map<String, byte[]> resources, Patience patience, Objections objections) {
        var names = KnownNames.in(model, fieldsOfForms(model, resources), objections);
        new CodeChecks(new Expressions(names, objections), objections).check(model);
        model.children("process").forEach(process -> {
            try {
                patience.spend(() -> checkWays(new Drawing(process), new Walks(patience), objections));
            } catch (ProcessEngineException tooLong) {
                objections.add(process, "The ways of this process cannot be followed: " + tooLong.getMessage());
            }
        });
    }

    private static Objections checkWays(Drawing drawing, Walks walks, Objections objections) {
        new StateChecks(drawing, walks, objections).check();
        new TimerChecks(drawing, objections).check();
        return objections;
    }

    /** The fields of forms in the same deployment, which take precedence over forms that were deployed earlier. */
    private Map<String, Set<String>> fieldsOfForms(Element model, Map<String, byte[]> resources) {
        var fields = new HashMap<String, Set<String>>();
        resources.forEach((name, content) -> {
            if (name.endsWith(".form") && content.length <= MAX_SIZE) {
                fields.put(name, FormChecks.fields(content));
                fields.put(FormChecks.idOf(content), FormChecks.fields(content));
            }
        });
        model.all()
                .map(FormChecks::formOf)
                .filter(form -> !form.isEmpty())
                .collect(Collectors.toSet())
                .forEach(form -> fields.computeIfAbsent(form, surroundings::fieldsOf));
        return fields;
    }
}
