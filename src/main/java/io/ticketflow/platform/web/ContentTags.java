package io.ticketflow.platform.web;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/** Tags what shows more than one versioned thing, such as an escalation with its ticket, by its content: no version tells when it has changed. */
@Configuration(proxyBeanMethods = false)
class ContentTags {

    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> tagsByContent() {
        var tags = new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
        tags.addUrlPatterns("/api/v1/escalations/*", "/api/v1/notifications/*");
        return tags;
    }
}
