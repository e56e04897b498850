package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.process.sandbox.TaskBeans;
import io.ticketflow.process.timers.SlaTimers;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** The deploy gate and the expressions allow exactly the existing task beans. */
class TaskBeansTests {

    @Test
    void models_may_call_each_task_and_nothing_else() {
        assertThat(TaskBeans.tasks())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(TicketLifecycleTasks.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Bean.class))
                        .map(Method::getName)
                        .toList());
    }

    @Test
    void models_may_ask_the_clocks_each_question_and_nothing_else() {
        var questions = Arrays.stream(SlaTimers.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .toList();

        assertThat(TaskBeans.questions())
                .containsExactlyInAnyOrderElementsOf(
                        questions.stream().map(Method::getName).toList());
        assertThat(questions).allSatisfy(question -> {
            assertThat(question.getParameterTypes()).containsExactly(DelegateExecution.class);
            assertThat(TaskBeans.arguments(TaskBeans.SLA, question.getName())).contains(question.getParameterCount());
            assertThat(TaskBeans.answersADate(question.getName())).isEqualTo(question.getReturnType() == Date.class);
        });
    }
}
