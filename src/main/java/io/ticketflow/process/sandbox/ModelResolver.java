package io.ticketflow.process.sandbox;

import java.beans.FeatureDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.VariableContextElResolver;
import org.camunda.bpm.engine.impl.el.VariableScopeElResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ExpressionFactory;
import org.camunda.bpm.impl.juel.jakarta.el.MethodNotFoundException;
import org.camunda.bpm.impl.juel.jakarta.el.PropertyNotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * Resolves names, properties and calls in expressions: task beans, variables, and the members that {@link AllowedMembers} lists. Everything else is refused,
 * so that an expression cannot reach the engine, other beans or Java's reflection.
 */
class ModelResolver extends ELResolver {

    private final CallableBeans beans;
    private final ELResolver variables = new VariableScopeElResolver();
    private final ELResolver inputs = new VariableContextElResolver();

    ModelResolver(CallableBeans beans) {
        this.beans = beans;
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
        var name = String.valueOf(property);
        if (base == null) {
            return named(context, name);
        }
        var getter = AllowedMembers.property(base, name)
                .orElseThrow(() -> new PropertyNotFoundException("models may not ask for " + member(base, name)));
        context.setPropertyResolved(true);
        return call(getter, base);
    }

    /** Task beans come before variables, so that a person who can set a variable cannot replace a bean. */
    private @Nullable Object named(ELContext context, String name) {
        if (context.getContext(VariableScope.class) != null && TaskBeans.isBean(name)) {
            context.setPropertyResolved(true);
            return beans.called(name);
        }
        var variable = variables.getValue(context, null, name);
        return context.isPropertyResolved() ? variable : inputs.getValue(context, null, name);
    }

    @Override
    public @Nullable Object invoke(
            ELContext context, Object base, Object method, Class<?> @Nullable [] types, Object[] arguments) {
        var name = String.valueOf(method);
        var known = beans.isOne(base)
                ? ofBean(base, name, arguments.length)
                : AllowedMembers.method(base, name, arguments.length);
        var callable = known.orElseThrow(
                () -> new MethodNotFoundException("models may not call " + member(base, name) + "()"));
        var factory = (ExpressionFactory) context.getContext(ExpressionFactory.class);
        var parameters = callable.getParameterTypes();
        var given = new @Nullable Object[arguments.length];
        for (var i = 0; i < given.length; i++) {
            given[i] = factory.coerceToType(arguments[i], parameters[i]);
        }
        context.setPropertyResolved(true);
        return call(callable, base, given);
    }

    /** The public methods of the bean's own class, without those of its proxy or of Java's Object. */
    private static Optional<Method> ofBean(Object bean, String name, int arguments) {
        var type = AopUtils.getTargetClass(bean);
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == arguments)
                .findFirst()
                .map(method -> ClassUtils.getInterfaceMethodIfPossible(method, type));
    }

    /** Passes on an exception of a task bean as the engine's own resolvers do, so that BPMN errors and refusals are recognised. */
    private static @Nullable Object call(Method method, Object base, @Nullable Object... arguments) {
        try {
            return method.invoke(base, arguments);
        } catch (InvocationTargetException thrown) {
            throw new ELException(thrown.getCause());
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw new ELException(e);
        }
    }

    private static String member(Object base, String name) {
        return "%s of a %s".formatted(name, base.getClass().getSimpleName());
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, Object property, @Nullable Object value) {
        if (base == null && !TaskBeans.isBean(String.valueOf(property))) {
            variables.setValue(context, null, property, value);
        }
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
        return base != null || variables.isReadOnly(context, null, property);
    }

    @Override
    public Class<?> getType(ELContext context, @Nullable Object base, Object property) {
        context.setPropertyResolved(base == null);
        return Object.class;
    }

    @Override
    public @Nullable Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, @Nullable Object base) {
        return null;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return Object.class;
    }
}
