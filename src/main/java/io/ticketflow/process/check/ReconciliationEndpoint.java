package io.ticketflow.process.check;

import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code GET /reconciliation}, for ADMIN: checks the running application and lists the differences. */
@Component
@Endpoint(id = "reconciliation")
class ReconciliationEndpoint {

    private final Reconciliation reconciliation;

    ReconciliationEndpoint(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    /** The body of the answer. */
    record Found(List<Difference> differences) {}

    @ReadOperation
    Found look() {
        return new Found(reconciliation.check());
    }
}
