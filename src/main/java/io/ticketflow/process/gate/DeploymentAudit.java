package io.ticketflow.process.gate;

import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.CurrentActor;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes down who deployed what, whatever door it came through; the application's own deployments, too. */
@Component
public class DeploymentAudit {

    private static final String DEPLOYMENT = "deployment";

    private final AuditTrail audit;

    DeploymentAudit(AuditTrail audit) {
        this.audit = audit;
    }

    @EventListener
    void on(BundledModels.Deployed deployed) {
        audit.record(
                AuditType.DEPLOYED,
                CurrentActor.get(),
                null,
                Map.of(DEPLOYMENT, deployed.deploymentId(), "resources", deployed.resources()));
    }

    /** Who deployed each of these; without those that the application deployed itself. */
    public Map<String, UUID> deployersOf(Collection<String> deployments) {
        return audit.actors(AuditType.DEPLOYED, DEPLOYMENT, deployments);
    }
}
