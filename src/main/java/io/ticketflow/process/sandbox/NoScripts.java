package io.ticketflow.process.sandbox;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;

/**
 * Refuses all script engines. Even without other languages on the class path the engine would run JUEL and FEEL as scripts, which could use every bean and
 * class.
 */
class NoScripts implements ScriptEngineResolver {

    @Override
    public ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
        throw new ProcessEngineException("Models may not run scripts, in %s or any other language".formatted(language));
    }

    @Override
    public void addScriptEngineFactory(ScriptEngineFactory factory) {
        // Ignored: models get no script engine, whatever a plugin adds.
    }

    /** Has no class loader, so that it finds no script engine. */
    @Override
    public ScriptEngineManager getScriptEngineManager() {
        return new ScriptEngineManager(ClassLoader.getPlatformClassLoader());
    }
}
