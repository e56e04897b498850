package io.ticketflow.process.sandbox;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.impl.spi.transform.DmnElementTransformHandler;
import org.camunda.bpm.dmn.engine.impl.transform.DefaultDmnTransformer;
import org.camunda.bpm.dmn.engine.impl.transform.DefaultElementTransformHandlerRegistry;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.Problem;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.dmn.transformer.DecisionDefinitionHandler;
import org.camunda.bpm.engine.impl.dmn.transformer.DecisionRequirementsDefinitionTransformHandler;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.Definitions;
import org.camunda.bpm.model.dmn.instance.DmnElement;
import org.camunda.bpm.model.dmn.instance.DmnModelElementInstance;
import org.jspecify.annotations.Nullable;

/** Reads models and tables with the engine's own parsers, as at a deployment, but without an engine and its database. */
public final class EngineParsers {

    /**
     * A fault for which the engine would refuse the file.
     *
     * @param reason in the words of the engine
     * @param elementId empty when the engine names none
     * @param line counted from 1; 0 when the engine names none
     * @param column counted from 1; 0 when the engine names none
     */
    public record Fault(String elementId, String reason, int line, int column) {}

    /** How the library that reads tables says where the schema is violated. */
    private static final Pattern AGAINST_THE_SCHEMA =
            Pattern.compile("(?:Error|Fatal Error): URI=\\S+ Line=(\\d+): (.*)", Pattern.DOTALL);

    private static final Settings SETTINGS = new Settings();

    private EngineParsers() {}

    public static List<Fault> faultsOfModel(String name, byte[] content) {
        return asTheEngine(() -> {
            var deployment = new DeploymentEntity();
            deployment.setId("check");
            deployment.setNew(true);
            var parser = new BpmnParser(SETTINGS.getExpressionManager(), HarmlessParse::new);
            try {
                parser.createParse()
                        .sourceInputStream(new ByteArrayInputStream(content))
                        .deployment(deployment)
                        .name(name)
                        .execute();
                return List.of();
            } catch (ParseException refused) {
                return refused.getResorceReports().stream()
                        .flatMap(report -> report.getErrors().stream())
                        .map(EngineParsers::fault)
                        .toList();
            } catch (RuntimeException refused) {
                return List.of(fault("", refused));
            }
        });
    }

    private static Fault fault(Problem problem) {
        var ids = problem.getMainElementId() == null
                ? problem.getElementIds().stream()
                : Stream.of(problem.getMainElementId());
        return new Fault(
                ids.findFirst().orElse(""),
                String.valueOf(problem.getMessage()),
                Math.max(0, problem.getLine()),
                Math.max(0, problem.getColumn()));
    }

    public static List<Fault> faultsOfTables(byte[] content) {
        return asTheEngine(() -> {
            var handlers = new NotedElements();
            handlers.addHandler(Definitions.class, new DecisionRequirementsDefinitionTransformHandler());
            handlers.addHandler(Decision.class, new DecisionDefinitionHandler());
            try {
                new DefaultDmnTransformer()
                        .elementTransformHandlerRegistry(handlers)
                        .createTransform()
                        .modelInstance(new ByteArrayInputStream(content))
                        .transformDecisionRequirementsGraph();
                return List.of();
            } catch (RuntimeException refused) {
                return List.of(fault(handlers.failed, refused));
            }
        });
    }

    private static Fault fault(String elementId, RuntimeException refused) {
        Throwable deepest = refused;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        var reason = String.valueOf(deepest.getMessage());
        var line = AGAINST_THE_SCHEMA.matcher(reason);
        return line.matches()
                ? new Fault(elementId, line.group(2), Integer.parseInt(line.group(1)), 0)
                : new Fault(elementId, reason, 0, 0);
    }

    /** The engine's parsers ask the thread for the engine's settings. */
    private static <T> T asTheEngine(Supplier<T> reading) {
        Context.setProcessEngineConfiguration(SETTINGS);
        try {
            return reading.get();
        } finally {
            Context.removeProcessEngineConfiguration();
        }
    }

    /** The settings that parsers use, like those of the server. An engine is never built from them. */
    private static final class Settings extends StandaloneProcessEngineConfiguration {

        Settings() {
            setExpressionManager(new ShortExpressions());
            setArtifactFactory(new NoClasses());
            setScriptEngineResolver(new NoScripts());
            setHistoryTimeToLive("P365D");
            initExpressionManager();
            initFormEngines();
            initFormTypes();
            initFormFieldValidators();
            initScripting();
            initBusinessCalendarManager();
        }
    }

    /** The engine's parser fails on endless brackets with the whole thread. */
    private static final class ShortExpressions extends ModelExpressions {

        ShortExpressions() {
            super(CallableBeans.NONE);
        }

        @Override
        public Expression createExpression(String expression) {
            var isExpression = expression.contains("${") || expression.contains("#{");
            if (isExpression && ExpressionTree.of(expression).isEmpty()) {
                throw new ProcessEngineException("'%.100s' cannot be read as an expression.".formatted(expression));
            }
            return super.createExpression(expression);
        }
    }

    /** Remembers the innermost element at which the engine fails. */
    private static final class NotedElements extends DefaultElementTransformHandlerRegistry {

        private String failed = "";

        @Override
        public <S extends DmnModelElementInstance, T> DmnElementTransformHandler<S, T> getHandler(Class<S> type) {
            DmnElementTransformHandler<S, T> handler = super.getHandler(type);
            return (context, element) -> {
                try {
                    return handler.handleElement(context, element);
                } catch (RuntimeException refused) {
                    if (failed.isEmpty()) {
                        failed = idOf(element);
                    }
                    throw refused;
                }
            };
        }

        private static String idOf(DmnModelElementInstance element) {
            @Nullable String id = element instanceof DmnElement named ? named.getId() : null;
            return id == null ? "" : id;
        }
    }
}
