package io.ticketflow.process.apps;

import java.util.Map;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.form.TaskFormData;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.form.FormFieldImpl;
import org.camunda.bpm.engine.impl.form.TaskFormDataImpl;
import org.camunda.bpm.engine.impl.form.handler.TaskFormHandler;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.springframework.beans.factory.ObjectProvider;

/** Provides the values of a state task's form. They are computed when the form is opened and not stored in the process. */
class TicketFormHandler implements TaskFormHandler {

    private final TaskFormHandler plain;
    private final ObjectProvider<TicketForm> forms;

    TicketFormHandler(TaskFormHandler plain, ObjectProvider<TicketForm> forms) {
        this.plain = plain;
        this.forms = forms;
    }

    @Override
    public TaskFormData createTaskForm(TaskEntity task) {
        var form = plain.createTaskForm(task);
        if (form instanceof TaskFormDataImpl open) {
            fields(task).forEach((name, value) -> open.getFormFields().add(field(name, value)));
        }
        return form;
    }

    /** The service desk checks what the person may see. A requester has no right to read the instance, which the search for the next steps does. */
    private Map<String, TypedValue> fields(TaskEntity task) {
        return Context.getCommandContext()
                .runWithoutAuthorization(() -> forms.getObject().fields(task));
    }

    private static FormFieldImpl field(String name, TypedValue value) {
        var field = new FormFieldImpl();
        field.setId(name);
        field.setValue(value);
        return field;
    }

    @Override
    public void parseConfiguration(
            Element element, DeploymentEntity deployment, ProcessDefinitionEntity definition, BpmnParse parse) {
        plain.parseConfiguration(element, deployment, definition, parse);
    }

    @Override
    public void submitFormVariables(VariableMap properties, VariableScope scope) {
        plain.submitFormVariables(properties, scope);
    }
}
