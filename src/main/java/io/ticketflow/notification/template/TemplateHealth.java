package io.ticketflow.notification.template;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Shows administrators which of the operator's templates are not used. Messages go out with ours instead, so the application stays in service. */
@Component("messageTemplates")
class TemplateHealth implements HealthIndicator {

    private final Templates templates;

    TemplateHealth(Templates templates) {
        this.templates = templates;
    }

    @Override
    public Health health() {
        return Health.up()
                .withDetail("used", templates.given())
                .withDetail("broken", templates.problems())
                .build();
    }
}
