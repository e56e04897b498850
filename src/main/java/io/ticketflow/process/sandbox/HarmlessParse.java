package io.ticketflow.process.sandbox;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.camunda.bpm.engine.BpmnParseException;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Refuses code other than expressions whenever a model is read, not only at its deployment: the engine creates form handlers while it reads a model, and its
 * shell task starts a program. The check comes before the engine creates any object.
 */
class HarmlessParse extends BpmnParse {

    private static final Set<String> CLASS_NAMES = Set.of("class", "formHandlerClass", "variableMappingClass");
    private static final Set<String> FORBIDDEN_TASKS = Set.of("shell", "mail");
    private static final Set<String> SCRIPTS = Set.of("script", "scriptTask");
    private static final Set<String> CONDITIONS = Set.of("conditionExpression", "condition");

    private @Nullable Element current;

    HarmlessParse(BpmnParser parser) {
        super(parser);
    }

    /** A failure of the engine becomes an error at the element that it was reading, because the engine itself would name no element. */
    @Override
    protected void parseRootElement() {
        refuseCode(rootElement, "");
        if (hasErrors()) {
            return;
        }
        current = rootElement;
        try {
            super.parseRootElement();
        } catch (BpmnParseException refused) {
            throw refused;
        } catch (RuntimeException failed) {
            if (hasErrors()) {
                return; // The failure follows from what the engine has found before.
            }
            addError(String.valueOf(failed.getMessage()), Objects.requireNonNullElse(current, rootElement));
        }
    }

    @Override
    public ProcessDefinitionEntity parseProcess(Element process) {
        current = process;
        return super.parseProcess(process);
    }

    @Override
    protected @Nullable ActivityImpl parseActivity(Element activity, Element parent, ScopeImpl scope) {
        current = activity;
        return super.parseActivity(activity, parent, scope);
    }

    @Override
    public ActivityImpl createActivityOnScope(Element activity, ScopeImpl scope) {
        current = activity;
        return super.createActivityOnScope(activity, scope);
    }

    @Override
    public void parseSequenceFlow(Element scopeElement, ScopeImpl scope, Map<String, Element> compensationHandlers) {
        current = scopeElement;
        super.parseSequenceFlow(scopeElement, scope, compensationHandlers);
    }

    @Override
    public void parseCollaboration() {
        current = rootElement;
        super.parseCollaboration();
    }

    @Override
    public void parseBPMNShape(Element shape) {
        current = shape;
        super.parseBPMNShape(shape);
    }

    @Override
    public void parseBPMNEdge(Element edge) {
        current = edge;
        super.parseBPMNEdge(edge);
    }

    private void refuseCode(Element element, String parent) {
        var tag = element.getTagName();
        var id = element.attribute("id", parent);
        if (CLASS_NAMES.stream().anyMatch(name -> element.attributeNS(CAMUNDA_BPMN_EXTENSIONS_NS, name) != null)) {
            refuse("Models may not name classes", element, id);
        }
        var type = element.attributeNS(CAMUNDA_BPMN_EXTENSIONS_NS, "type", "");
        if (FORBIDDEN_TASKS.stream().anyMatch(type::equalsIgnoreCase)) {
            refuse("Models may not run programs or send mail by themselves", element, id);
        }
        if (SCRIPTS.contains(tag) || (CONDITIONS.contains(tag) && element.attribute("language") != null)) {
            refuse("Models may not run scripts", element, id);
        }
        if (tag.equals("connector")) {
            refuse("Models may not use connectors", element, id);
        }
        if (tag.equals("constraint") && "validator".equals(element.attribute("name"))) {
            refuse("Models may not name validators", element, id);
        }
        if (tag.equals("field")) {
            refuse("Models may not set fields of task beans", element, id);
        }
        element.elements().forEach(child -> refuseCode(child, id));
    }

    /** An element without an id is named by the element around it. */
    private void refuse(String message, Element element, String id) {
        addError("%s: %s at %s".formatted(message, element.getTagName(), id), element, id);
    }
}
