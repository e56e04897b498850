package io.ticketflow.process.gate;

import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.CurrentActor;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Records who deployed what, through whichever door, including the application's own deployments. */
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

    /** The deployers of these deployments. Deployments by the application itself are not in the map. */
    public Map<String, UUID> deployersOf(Collection<String> deployments) {
        return audit.actors(AuditType.DEPLOYED, DEPLOYMENT, deployments);
    }
}
