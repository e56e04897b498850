package io.ticketflow.process.sandbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.stereotype.Component;

/** Finds the beans that models may call by name ({@link TaskBeans}). */
@Component
public class CallableBeans {

    /** For reading a model without a server, which calls nothing. */
    static final CallableBeans NONE = new CallableBeans(new StaticListableBeanFactory());

    private final BeanFactory context;
    private final Map<String, Object> called = new ConcurrentHashMap<>();

    CallableBeans(BeanFactory context) {
        this.context = context;
    }

    /** Looks the bean up when a model calls it, because the engine is created before the beans. */
    public Object called(String name) {
        if (!TaskBeans.isBean(name)) {
            throw new IllegalArgumentException("Models may not call " + name);
        }
        return called.computeIfAbsent(name, context::getBean);
    }

    /** Whether a model got this object by a bean's name. */
    public boolean isOne(Object bean) {
        return called.values().stream().anyMatch(known -> known == bean);
    }
}
