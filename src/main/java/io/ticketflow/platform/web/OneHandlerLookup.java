package io.ticketflow.platform.web;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;

/**
 * Removes a second lookup of the handler from each request. If Spring MVC's introspector exists, Spring Security adds a filter that looks up the handler for
 * its request matchers. Ours compare paths and do not need it. The lookup is a tenth of the cost of reading a ticket.
 */
@Configuration(proxyBeanMethods = false)
class OneHandlerLookup {

    /** Makes matchers for paths that are given as text compare paths, too. */
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

        /** Runs before Spring Security's post-processor, which has no order. */
        @Override
        public int getOrder() {
            return 0;
        }
    }
}
