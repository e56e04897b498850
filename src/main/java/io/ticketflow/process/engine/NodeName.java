package io.ticketflow.process.engine;

import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Locks jobs under a name that stays the same after a kill, so that the node goes on with its jobs at its next start and does not wait until the locks end. A
 * node without a name uses a random one. A node on the embedded database needs no name, because there is never a second node.
 */
@Component
class NodeName extends AbstractProcessEnginePlugin {

    private static final Logger LOG = LoggerFactory.getLogger(NodeName.class);

    private final String name;

    NodeName(
            @Value("${ticketflow.node-name}") String nodeName,
            @Value("${ticketflow.database-url}") String databaseUrl) {
        this.name = nodeName.isBlank() && databaseUrl.isBlank() ? "the only node" : nodeName.strip();
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl configuration) {
        if (!name.isEmpty()) {
            configuration.getJobExecutor().setLockOwner(name);
        }
    }

    /** Runs before the job executor starts, so all locks under this name are from a former process of this node. Locks of other nodes stay. */
    @Override
    public void postProcessEngineBuild(ProcessEngine engine) {
        if (!name.isEmpty()) {
            var released = release(engine);
            if (!released.isEmpty()) {
                LOG.info("Taking up {} jobs again that were begun when this node ended.", released.size());
            }
        }
    }

    private List<JobEntity> release(ProcessEngine engine) {
        var configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        return configuration.getCommandExecutorTxRequired().execute(context -> {
            var ours = engine.getManagementService().createJobQuery().acquired().list().stream()
                    .map(JobEntity.class::cast)
                    .filter(job -> name.equals(job.getLockOwner()))
                    .toList();
            ours.forEach(JobEntity::unlock);
            return ours;
        });
    }
}
