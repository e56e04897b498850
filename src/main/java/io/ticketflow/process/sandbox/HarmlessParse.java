package io.ticketflow.process.sandbox;

import java.util.Set;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Refuses code other than expressions whenever a model is read, not only at its deployment: the engine creates form handlers while it reads a model, and its
 * shell task starts a program. The check comes before the engine creates any object.
 */
class HarmlessParse extends BpmnParse {

    private static final Set<String> CLASS_NAMES = Set.of("class", "formHandlerClass", "variableMappingClass");
    private static final Set<String> FORBIDDEN_TASKS = Set.of("shell", "mail");
    private static final Set<String> SCRIPTS = Set.of("script", "scriptTask");
    private static final Set<String> CONDITIONS = Set.of("conditionExpression", "condition");

    HarmlessParse(BpmnParser parser) {
        super(parser);
    }

    @Override
    protected void parseRootElement() {
        refuseCode(rootElement, "");
        if (!hasErrors()) {
            super.parseRootElement();
        }
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
