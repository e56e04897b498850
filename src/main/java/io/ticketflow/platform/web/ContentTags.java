package io.ticketflow.platform.web;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/**
 * Computes the ETags of answers that show several versioned things, such as an escalation with its ticket, from their content, because no single version
 * changes with each of them.
 */
@Configuration(proxyBeanMethods = false)
class ContentTags {

    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> tagsByContent() {
        var tags = new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
        tags.addUrlPatterns("/api/v1/escalations/*", "/api/v1/notifications/*");
        return tags;
    }
}
