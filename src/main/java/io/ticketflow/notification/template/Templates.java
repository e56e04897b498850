package io.ticketflow.notification.template;

import io.ticketflow.notification.template.TemplateName.Format;
import io.ticketflow.notification.template.Words.Marks;
import io.ticketflow.platform.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.cache.AlwaysValidCacheEntryValidity;
import org.thymeleaf.cache.ICacheEntryValidity;
import org.thymeleaf.context.Context;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.AbstractTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** Puts messages into words, by the templates of the application or those of the operator. */
@Component
public class Templates {

    private static final Logger LOG = LoggerFactory.getLogger(Templates.class);

    private final TemplateFiles files = new TemplateFiles();
    private final TemplateEngine engine = new TemplateEngine();
    private final String application;
    private final String home;

    Templates(TemplateSettings settings, Settings application) {
        this.application = application.appName();
        this.home = application.appUrl().toString();
        var dialect = new StandardDialect();
        dialect.setVariableExpressionEvaluator(new PlainExpressions());
        engine.setDialect(dialect);
        engine.setTemplateResolver(new FilesOnly());
        settings.folder().ifPresent(this::readFrom);
    }

    private void readFrom(Path folder) {
        files.read(folder).forEach(Templates::warn);
        for (var name : files.given()) {
            files.find(name)
                    .flatMap(text -> TemplateChecks.problemOf(name, text))
                    .ifPresent(problem -> refuse(name, problem));
        }
        tryGiven();
    }

    /** Renders each message that the operator changed in every way with example facts; with a new layout all messages. {@link #rendered} refuses what fails. */
    private void tryGiven() {
        for (var language : Language.values()) {
            for (var message : Message.values()) {
                var changed = files.given().stream()
                        .anyMatch(name ->
                                name.language() == language && (name.message() == null || name.message() == message));
                if (changed) {
                    Examples.of(message).forEach(facts -> tryOut(message, facts, language));
                }
            }
        }
    }

    private void tryOut(Message message, Facts facts, Language language) {
        var words = words(message, facts, language, ZoneOffset.UTC);
        for (var around : List.of(new Around("TKT-1042", home + "/t/TKT-1042", home + "/off"), Around.NOTHING)) {
            text(words, language, around);
            html(message, facts, words, language, ZoneOffset.UTC, around);
            sms(message, facts, words, language, ZoneOffset.UTC, around);
            slack(message, facts, words, language, ZoneOffset.UTC, around);
            slack(message, facts, words, language, ZoneOffset.UTC, around.forSlack("Leo Lead", Instant.EPOCH));
        }
    }

    /** What is wrong with the operator's templates; empty when nothing is. */
    List<String> problems() {
        return files.problems();
    }

    /** How many templates of the operator are used. */
    int given() {
        return files.given().size();
    }

    /** A message in words, for the application and as the text of mails. */
    public Words words(Message message, Facts facts, Language language, ZoneId zone) {
        var marks = new Marks();
        var variables = variables(message, facts, language, zone, new Writing(marks, Function.identity()));
        return Words.of(
                rendered(new TemplateName(language, message, Format.SUBJECT), variables),
                rendered(new TemplateName(language, message, Format.TXT), variables),
                marks);
    }

    /**
     * A mail as text.
     *
     * @param words what {@link #words} answered, or words that were written without templates
     */
    public String text(Words words, Language language, Around around) {
        var variables = around(words, around);
        variables.put("text", words.text());
        return rendered(TemplateName.layout(language, Format.TXT), variables).replace("\r\n", "\n");
    }

    /** A mail as a page. */
    public String html(
            @Nullable Message message, Facts facts, Words words, Language language, ZoneId zone, Around around) {
        var variables = around(words, around);
        variables.put(
                "blocks",
                words.blocks().stream()
                        .map(block -> Map.of("kind", block.kind().name(), "lines", block.lines()))
                        .toList());
        return ownOrLayout(message, facts, language, zone, Format.HTML, Function.identity(), variables);
    }

    /** The words of an SMS, in one line and without a link. */
    public String sms(
            @Nullable Message message, Facts facts, Words words, Language language, ZoneId zone, Around around) {
        return Words.onOneLine(
                ownOrLayout(message, facts, language, zone, Format.SMS, Function.identity(), around(words, around)));
    }

    /** A message to Slack, in its own markup. No text of a person is taken for markup that calls people or links. */
    public String slack(
            @Nullable Message message, Facts facts, Words words, Language language, ZoneId zone, Around around) {
        var escaped = new Words(slackEscaped(words.subject()), slackEscaped(words.text()), List.of());
        var variables = around(escaped, around);
        variables.put("text", escaped.text());
        variables.put("readers", around.readers() == null ? null : new Marks.Mark(slackEscaped(around.readers())));
        variables.put("due", around.dueAt() == null ? null : language.inWords(around.dueAt(), zone));
        return ownOrLayout(message, facts, language, zone, Format.SLACK, Templates::slackEscaped, variables)
                .strip();
    }

    private static String slackEscaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private Map<String, @Nullable Object> around(Words words, Around around) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("subject", new Marks.Mark(words.subject()));
        variables.put("number", around.number());
        variables.put("link", around.link());
        variables.put("turnOff", around.turnOff());
        variables.put("application", new Marks.Mark(application));
        variables.put("home", home);
        return variables;
    }

    private String ownOrLayout(
            @Nullable Message message,
            Facts facts,
            Language language,
            ZoneId zone,
            Format format,
            Function<String, String> escape,
            Map<String, @Nullable Object> layout) {
        var own = new TemplateName(language, message, format);
        if (message != null && files.has(own)) {
            var variables = variables(message, facts, language, zone, new Writing(null, escape));
            layout.forEach(variables::putIfAbsent);
            return rendered(own, variables, () -> rendered(TemplateName.layout(language, format), layout));
        }
        return rendered(TemplateName.layout(language, format), layout);
    }

    /**
     * How facts are written.
     *
     * @param marks collects what people wrote; null when it is written at once
     * @param escape applied to what people wrote
     */
    private record Writing(@Nullable Marks marks, Function<String, String> escape) {}

    private Map<String, @Nullable Object> variables(
            Message message, Facts facts, Language language, ZoneId zone, Writing writing) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        for (var fact : message.facts()) {
            var value = fact == Fact.APPLICATION ? application : facts.get(fact);
            variables.put(
                    fact.key(),
                    value == null
                            ? fact.kind() == Fact.Kind.FLAG ? Boolean.FALSE : null
                            : written(fact, value, language, zone, writing));
        }
        return variables;
    }

    private static Object written(Fact fact, Object value, Language language, ZoneId zone, Writing writing) {
        var marks = writing.marks();
        return switch (fact.kind()) {
            case CODE, FLAG -> value;
            case TEXT -> new Marks.Mark(writing.escape().apply(Marks.without(value.toString())));
            case LINK -> marks == null ? value : marks.markLink(value.toString());
            case INSTANT -> language.inWords((Instant) value, zone);
            case SPAN -> language.inWords((Duration) value);
            case SPANS ->
                language.inWords(
                        ((List<?>) value).stream().map(Duration.class::cast).toList());
            case SAID -> marks == null ? members((Said) value, writing.escape()) : marks.mark((Said) value);
        };
    }

    /** For templates that set apart who wrote from what was written. */
    private static Map<String, @Nullable Object> members(Said said, Function<String, String> escape) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        var by = said.by();
        members.put("by", by == null ? null : new Marks.Mark(escape.apply(by)));
        members.put("words", new Marks.Mark(escape.apply(said.words())));
        members.put(
                "lines", said.words().lines().map(escape).map(Marks.Mark::new).toList());
        return members;
    }

    /** Renders a template. If the operator's fails, ours is used from then on. After the start this needs facts that come together in no example. */
    private String rendered(TemplateName name, Map<String, @Nullable Object> variables) {
        return rendered(name, variables, () -> process(name, variables));
    }

    private String rendered(TemplateName name, Map<String, @Nullable Object> variables, Supplier<String> ours) {
        try {
            return process(name, variables);
        } catch (RuntimeException e) {
            if (!files.isGiven(name)) {
                throw e;
            }
            refuse(name, TemplateChecks.problemOf(name, e));
            return ours.get();
        }
    }

    private String process(TemplateName name, Map<String, @Nullable Object> variables) {
        return engine.process(name.toString(), new Context(name.language().locale(), variables));
    }

    private void refuse(TemplateName name, String problem) {
        files.refuse(name, problem);
        engine.clearTemplateCacheFor(name.toString());
        warn(problem);
    }

    private static void warn(String problem) {
        LOG.warn("A template of TEMPLATES_DIR is not used, ours is used instead: {}", problem);
    }

    /** Finds templates by the names of files only, so that a template can include another one, and nothing else. */
    private final class FilesOnly extends AbstractTemplateResolver {

        @Override
        protected ITemplateResource computeTemplateResource(
                IEngineConfiguration configuration,
                @Nullable String owner,
                String template,
                @Nullable Map<String, Object> attributes) {
            var text = TemplateName.of(template)
                    .flatMap(files::find)
                    .orElseThrow(() -> new IllegalArgumentException("there is no template " + template));
            return new StringTemplateResource(text);
        }

        @Override
        protected TemplateMode computeTemplateMode(
                IEngineConfiguration configuration,
                @Nullable String owner,
                String template,
                @Nullable Map<String, Object> attributes) {
            return template.endsWith("." + Format.HTML.ending()) ? TemplateMode.HTML : TemplateMode.TEXT;
        }

        @Override
        protected ICacheEntryValidity computeValidity(
                IEngineConfiguration configuration,
                @Nullable String owner,
                String template,
                @Nullable Map<String, Object> attributes) {
            return AlwaysValidCacheEntryValidity.INSTANCE;
        }
    }
}
