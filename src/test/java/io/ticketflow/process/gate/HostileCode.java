package io.ticketflow.process.gate;

import static io.ticketflow.process.gate.Hostile.FORM;
import static io.ticketflow.process.gate.Hostile.MODEL;
import static io.ticketflow.process.gate.Hostile.condition;
import static io.ticketflow.process.gate.Hostile.edited;
import static io.ticketflow.process.gate.Hostile.hostile;
import static io.ticketflow.process.gate.Hostile.inTheModel;
import static io.ticketflow.process.gate.Hostile.model;
import static io.ticketflow.process.gate.Hostile.service;

import java.util.stream.Stream;

/** Models that run code, and files that are no models. */
final class HostileCode {

    private HostileCode() {}

    static Stream<Hostile> code() {
        return Stream.of(
                inTheModel(
                        "script task",
                        "<bpmn:scriptTask id=\"evil\" scriptFormat=\"juel\"><bpmn:script>${1}</bpmn:script></bpmn:scriptTask>",
                        "evil",
                        "script"),
                model(
                        "script condition",
                        "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${!escalationDue}",
                        "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\" language=\"juel\">${!escalationDue}",
                        "isEscalationDueToNothingToEscalate",
                        "script"),
                model(
                        "condition in a file",
                        "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${!escalationDue}",
                        "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\" camunda:resource=\"deployment://x.js\">${!escalationDue}",
                        "isEscalationDueToNothingToEscalate",
                        "another file"),
                service("Java class", "camunda:class=\"java.lang.ProcessBuilder\"", "", "Java class"),
                service(
                        "Java class, old name",
                        "xmlns:activiti=\"http://activiti.org/bpmn\" activiti:class=\"java.lang.ProcessBuilder\"",
                        "",
                        "Java class"),
                service("bean of the application", "camunda:delegateExpression=\"${dataSource}\"", "", "no task bean"),
                service("clock as a task", "camunda:delegateExpression=\"${sla}\"", "", "no task bean"),
                service(
                        "reflection",
                        "camunda:expression=\"${''.getClass().forName('java.lang.Runtime')}\"",
                        "",
                        "only task beans are called"),
                service("value as a task", "camunda:expression=\"${title}\"", "", "no call of a task bean"),
                service("inherited method", "camunda:expression=\"${sla.getClass()}\"", "", "no method 'getClass'"),
                service("mail", "camunda:type=\"mail\"", "", "no task bean does"),
                service("shell", "camunda:type=\"shell\"", "", "no task bean does"),
                service("external worker", "camunda:type=\"external\" camunda:topic=\"x\"", "", "no task bean does"),
                service(
                        "connector",
                        "",
                        "<bpmn:extensionElements><camunda:connector><camunda:connectorId>http-connector</camunda:connectorId></camunda:connector></bpmn:extensionElements>",
                        "connector"),
                service(
                        "injected field",
                        "camunda:delegateExpression=\"${assignTicket}\"",
                        "<bpmn:extensionElements><camunda:field name=\"desk\" stringValue=\"x\" /></bpmn:extensionElements>",
                        "injected"),
                listener(
                        "script listener",
                        "<camunda:executionListener event=\"start\"><camunda:script scriptFormat=\"juel\">${1}</camunda:script></camunda:executionListener>",
                        "script"),
                listener(
                        "class listener",
                        "<camunda:executionListener event=\"start\" class=\"java.lang.Object\" />",
                        "Java class"),
                listener(
                        "listener by expression",
                        "<camunda:executionListener event=\"start\" expression=\"${execution.setVariable('transition', 'X')}\" />",
                        "only task beans are called"),
                listener(
                        "task listener",
                        "<camunda:taskListener event=\"create\" delegateExpression=\"${assignTicket}\" />",
                        "listens to tasks"),
                listener(
                        "script parameter",
                        "<camunda:inputOutput><camunda:inputParameter name=\"x\"><camunda:script scriptFormat=\"juel\">${1}</camunda:script></camunda:inputParameter></camunda:inputOutput>",
                        "script"),
                listener(
                        "list parameter",
                        "<camunda:inputOutput><camunda:inputParameter name=\"x\"><camunda:list><camunda:value>${dataSource}</camunda:value></camunda:list></camunda:inputParameter></camunda:inputOutput>",
                        "'dataSource'"),
                listener(
                        "validator",
                        "<camunda:formData><camunda:formField id=\"x\" type=\"string\"><camunda:validation><camunda:constraint name=\"validator\" config=\"java.lang.Object\" /></camunda:validation></camunda:formField></camunda:formData>",
                        "validator"),
                listener(
                        "variable before a bean",
                        "<camunda:inputOutput><camunda:outputParameter name=\"sla\">x</camunda:outputParameter></camunda:inputOutput>",
                        "cannot be called 'sla'"),
                condition("unknown variable", "${urgent}", "neither a task bean nor a known variable"),
                condition("property", "${title.bytes}", "takes 'bytes' out"),
                condition("class", "${title.class}", "takes 'class' out"),
                condition("index", "${title['class']}", "by [ ]"),
                condition("method", "${title.length() > 1}", "method 'length'"),
                condition("method in an argument", "${sla.responseDue(title.getClass())}", "method 'getClass'"),
                condition("function", "${now()}", "function now"),
                condition("engine", "${execution.processEngineServices}", "takes 'processEngineServices' out"),
                condition("execution alone", "${execution}", "'execution' otherwise"),
                condition("bean as a value", "${sla}", "where a value belongs"),
                condition("unreadable", "${escalationDue", "cannot be read"),
                condition("endless", "${" + "(".repeat(5_000) + "}", "cannot be read"),
                condition("what came with the step", "${comment == 'x'}", "gone once the step is taken"),
                condition("deferred", "#{title.class}", "takes 'class' out"),
                model(
                        "name of a task",
                        "name=\"Work on ticket\"",
                        "name=\"${title.getClass()}\"",
                        "workOnTicket",
                        "method 'getClass'"),
                model(
                        "description of a task",
                        "<bpmn:documentation>The assignee. A missed",
                        "<bpmn:documentation>${title.getClass()} A missed",
                        "workOnTicket",
                        "method 'getClass'"),
                model(
                        "name of a message",
                        "name=\"TicketHandedOver\"",
                        "name=\"TicketHandedOver${dataSource}\"",
                        "message_TicketHandedOver",
                        "'dataSource'"),
                inTheModel(
                        "computed call",
                        "<bpmn:callActivity id=\"evil\" calledElement=\"${title}\" />",
                        "evil",
                        "computed"),
                inTheModel(
                        "a ticket within a ticket",
                        "<bpmn:callActivity id=\"evil\" calledElement=\"ticket-lifecycle\" />",
                        "evil",
                        "submitting"),
                inTheModel(
                        "mapping class",
                        "<bpmn:callActivity id=\"evil\" calledElement=\"other\" camunda:variableMappingClass=\"java.lang.Object\" />",
                        "evil",
                        "Java class"),
                inTheModel(
                        "HTML form",
                        "<bpmn:userTask id=\"evil\" camunda:formKey=\"embedded:deployment:evil.html\" />",
                        "evil",
                        "no Camunda Form"));
    }

    private static Hostile listener(String name, String xml, String reason) {
        return inTheModel(
                name,
                "<bpmn:userTask id=\"evil\"><bpmn:extensionElements>%s</bpmn:extensionElements></bpmn:userTask>"
                        .formatted(xml),
                "evil",
                reason);
    }

    static Stream<Hostile> files() {
        return Stream.of(
                new Hostile("no XML", MODEL, text -> "{}", "", "no well-formed XML"),
                new Hostile("cut off", MODEL, text -> text.substring(0, 3_000), "", "no well-formed XML"),
                new Hostile("foreign file", MODEL, HostileCode::withForeignEntity, "", "DOCTYPE"),
                new Hostile("entity bomb", MODEL, HostileCode::withBomb, "", "DOCTYPE"),
                new Hostile(
                        "too large", MODEL, text -> text + "<!--" + " ".repeat(2 * 1024 * 1024) + "-->", "", "2 MiB"),
                model(
                        "too many elements",
                        "<bpmn:association ",
                        "<bpmn:documentation />".repeat(5_000) + "<bpmn:association ",
                        "",
                        "5000 elements"),
                model(
                        "too deep",
                        "<bpmn:association ",
                        "<bpmn:documentation>".repeat(200) + "</bpmn:documentation>".repeat(200) + "<bpmn:association ",
                        "",
                        "200 levels"),
                new Hostile("script file", "evil.js", text -> "1", "", "not deployed"),
                new Hostile("page", "evil.html", text -> "<script/>", "", "not deployed"),
                new Hostile("hidden kind", "evilbpmn", text -> "<a/>", "", "not deployed"),
                new Hostile("no name at all", "x".repeat(97) + ".form", text -> "{}", "", "100 characters"),
                hostile(
                        "form without a version",
                        FORM,
                        "\"schemaVersion\": 16",
                        "\"version\": 16",
                        "",
                        "schemaVersion"),
                hostile("form without components", FORM, "\"components\": [", "\"parts\": [", "", "components"),
                hostile(
                        "form with a key twice",
                        FORM,
                        "\"key\": \"comment\"",
                        "\"key\": \"resolution\"",
                        "Field_resolution",
                        "there twice"),
                hostile(
                        "form that hides a bean",
                        FORM,
                        "\"key\": \"comment\"",
                        "\"key\": \"sla\"",
                        "Field_comment",
                        "cannot be called 'sla'"),
                new Hostile("form that is none", FORM, text -> "[1, 2]", "", "no Camunda Form"),
                new Hostile("form that is no JSON", FORM, text -> "<html/>", "", "no valid JSON"));
    }

    private static String withForeignEntity(String text) {
        return edited(
                text, "<bpmn:definitions", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><bpmn:definitions");
    }

    private static String withBomb(String text) {
        return edited(
                text,
                "<bpmn:definitions",
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><bpmn:definitions");
    }
}
