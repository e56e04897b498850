package io.ticketflow.process.sandbox;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;

/** The engine would find JUEL and FEEL as scripts, with every bean and class within their reach, even where no other language is on the class path. */
class NoScripts implements ScriptEngineResolver {

    @Override
    public ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
        throw new ProcessEngineException("Models may not run scripts, in %s or any other language".formatted(language));
    }

    @Override
    public void addScriptEngineFactory(ScriptEngineFactory factory) {
        // Whatever a plugin adds, no model gets at it.
    }

    /** Without any class loader, so that it finds nothing. */
    @Override
    public ScriptEngineManager getScriptEngineManager() {
        return new ScriptEngineManager(ClassLoader.getPlatformClassLoader());
    }
}
