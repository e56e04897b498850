package io.ticketflow.process.engine;

import org.apache.ibatis.session.SqlSessionFactory;
import org.camunda.bpm.cockpit.Cockpit;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.webapp.impl.db.QuerySessionFactory;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Limits what the engine and Cockpit ask the database for callers. */
@Component
class EngineLimitsPlugin extends AbstractProcessEnginePlugin implements SmartInitializingSingleton {

    private final BoundedStatements statements;
    private final ObjectProvider<ProcessEngine> engine;

    EngineLimitsPlugin(EngineLimits limits, ObjectProvider<ProcessEngine> engine) {
        this.statements = new BoundedStatements(limits);
        this.engine = engine;
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl configuration) {
        bound(configuration.getSqlSessionFactory());
    }

    /** Cockpit has its own private access to the database, without the engine's interceptors. */
    @Override
    public void afterSingletonsInstantiated() {
        var cockpit = Cockpit.getCommandExecutor(engine.getObject().getName());
        if (new DirectFieldAccessor(cockpit).getPropertyValue("sessionFactory") instanceof QuerySessionFactory own) {
            bound(own.getSqlSessionFactory());
            var refusals = new RefusalInterceptor();
            refusals.setNext(own.getCommandExecutorTxRequired());
            own.setCommandExecutorTxRequired(refusals);
        } else {
            throw new IllegalStateException("Cockpit asks the database without limits");
        }
    }

    private void bound(SqlSessionFactory sessions) {
        sessions.getConfiguration().addInterceptor(statements);
    }
}
