package io.ticketflow.platform.web;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;

/**
 * Lets each request look for its handler once. Where Spring MVC's introspector is there, Spring Security puts a filter in front of everything that looks for it
 * already, for request matchers that ask the handlers; ours compare paths. That lookup is a tenth of what reading a ticket costs.
 */
@Configuration(proxyBeanMethods = false)
class OneHandlerLookup {

    /** Of paths that are given as text, too. */
    @Bean
    static PathPatternRequestMatcherBuilderFactoryBean matchersComparePaths() {
        return new PathPatternRequestMatcherBuilderFactoryBean();
    }

    @Bean
    static BeanDefinitionRegistryPostProcessor nothingIntrospectsHandlers() {
        return new WithoutIntrospector();
    }

    private static final class WithoutIntrospector implements BeanDefinitionRegistryPostProcessor, Ordered {

        private static final String INTROSPECTOR = "mvcHandlerMappingIntrospector";

        @Override
        public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry beans) {
            if (beans.containsBeanDefinition(INTROSPECTOR)) {
                beans.removeBeanDefinition(INTROSPECTOR);
            }
        }

        /** Before Spring Security's own, which has no order. */
        @Override
        public int getOrder() {
            return 0;
        }
    }
}
