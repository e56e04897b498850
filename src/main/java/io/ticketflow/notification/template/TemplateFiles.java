package io.ticketflow.notification.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.core.io.ClassPathResource;

/** The texts of templates: the operator's if there is one and it works, otherwise the application's own. The operator's are read once, at the start. */
class TemplateFiles {

    private static final String OURS = "templates/";
    private static final long LONGEST = 256 * 1024L;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Map<TemplateName, Optional<String>> ours = new ConcurrentHashMap<>();
    private final Map<TemplateName, String> given = new ConcurrentHashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();

    /** Reads the operator's files and answers the problems: names that no message has, and files that cannot be read. */
    List<String> read(Path folder) {
        if (!Files.isDirectory(folder)) {
            problems.add("TEMPLATES_DIR %s is no folder".formatted(folder));
            return problems();
        }
        try (var found = Files.walk(folder, 2)) {
            found.filter(Files::isRegularFile).sorted().forEach(file -> read(folder, file));
        } catch (IOException | UncheckedIOException e) {
            problems.add("TEMPLATES_DIR %s cannot be read: %s".formatted(folder, e.getMessage()));
        }
        return problems();
    }

    private void read(Path folder, Path file) {
        var path = folder.relativize(file).toString().replace('\\', '/');
        var name = TemplateName.of(path);
        if (name.isEmpty()) {
            problems.add("%s: no message has a template of this name".formatted(path));
            return;
        }
        try {
            if (Files.size(file) > LONGEST) {
                problems.add("%s: is longer than %d KiB".formatted(path, LONGEST / 1024));
            } else {
                given.put(name.get(), withoutMark(Files.readString(file)));
            }
        } catch (IOException e) {
            problems.add("%s: cannot be read as UTF-8: %s".formatted(path, e));
        }
    }

    /** Editors on Windows begin files with a mark that is no word. */
    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    List<TemplateName> given() {
        return List.copyOf(given.keySet());
    }

    boolean isGiven(TemplateName name) {
        return given.containsKey(name);
    }

    /** Leaves out an operator's template that does not work. */
    void refuse(TemplateName name, String problem) {
        if (given.remove(name) != null) {
            problems.add(problem);
        }
    }

    /** What is wrong with the operator's templates. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    boolean has(TemplateName name) {
        return find(name).isPresent();
    }

    Optional<String> find(TemplateName name) {
        var text = given.get(name);
        return text != null ? Optional.of(text) : ours.computeIfAbsent(name, TemplateFiles::own);
    }

    private static Optional<String> own(TemplateName name) {
        var file = new ClassPathResource(OURS + name);
        if (!file.exists()) {
            return Optional.empty();
        }
        try {
            return Optional.of(file.getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("The template %s cannot be read".formatted(name), e);
        }
    }
}
