package io.ticketflow.process.sandbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.stereotype.Component;

/** The beans behind the names that models may call ({@link TaskBeans}), as models get them. */
@Component
public class CallableBeans {

    private final BeanFactory context;
    private final Map<String, Object> called = new ConcurrentHashMap<>();

    CallableBeans(BeanFactory context) {
        this.context = context;
    }

    /** Looked up when a model calls it: the engine is there before them. */
    public Object called(String name) {
        if (!TaskBeans.isBean(name)) {
            throw new IllegalArgumentException("Models may not call " + name);
        }
        return called.computeIfAbsent(name, context::getBean);
    }

    /** Whether a model got this object by its name. */
    public boolean isOne(Object bean) {
        return called.values().stream().anyMatch(known -> known == bean);
    }
}
