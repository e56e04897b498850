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

/** Bounds what the engine, and Cockpit beside it, ask the database for callers. */
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

    /** Cockpit keeps its way to the database to itself, and has none of the engine's interceptors on it. */
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
