package io.ticketflow.process;

import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.CurrentActor;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes down who deployed what, whatever door it came through; the application's own deployments, too. */
@Component
class DeploymentAudit {

    private final AuditTrail audit;

    DeploymentAudit(AuditTrail audit) {
        this.audit = audit;
    }

    @EventListener
    void on(BundledModels.Deployed deployed) {
        audit.record(AuditType.DEPLOYED, CurrentActor.get(), null, Map.of("resources", deployed.resources()));
    }
}
