package io.ticketflow.process.internal;

import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Refuses, before anything is made of it, what would run code without being an expression: the engine makes form handlers while it reads a model, and
 * its shell task starts a program. At every reading, not at deployment alone.
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
        refuseCode(rootElement);
        if (!hasErrors()) {
            super.parseRootElement();
        }
    }

    private void refuseCode(Element element) {
        var tag = element.getTagName();
        if (CLASS_NAMES.stream().anyMatch(name -> element.attributeNS(CAMUNDA_BPMN_EXTENSIONS_NS, name) != null)) {
            refuse("Models may not name classes", element);
        }
        var type = element.attributeNS(CAMUNDA_BPMN_EXTENSIONS_NS, "type", "");
        if (FORBIDDEN_TASKS.stream().anyMatch(type::equalsIgnoreCase)) {
            refuse("Models may not run programs or send mail by themselves", element);
        }
        if (SCRIPTS.contains(tag) || (CONDITIONS.contains(tag) && element.attribute("language") != null)) {
            refuse("Models may not run scripts", element);
        }
        if (tag.equals("connector")) {
            refuse("Models may not use connectors", element);
        }
        if (tag.equals("constraint") && "validator".equals(element.attribute("name"))) {
            refuse("Models may not name validators", element);
        }
        if (tag.equals("field")) {
            refuse("Models may not set fields of task beans", element);
        }
        element.elements().forEach(this::refuseCode);
    }

    private void refuse(String message, Element element) {
        var id = element.attribute("id");
        addError(message, element, Stream.ofNullable(id).toArray(String[]::new));
    }
}
