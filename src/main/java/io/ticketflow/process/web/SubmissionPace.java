package io.ticketflow.process.web;

import io.ticketflow.process.lifecycle.PromptRouting;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets a submission wait, before it takes a database connection, while this node has more submitted tickets than it can route. */
@Component
class SubmissionPace implements HandlerInterceptor, WebMvcConfigurer {

    private final PromptRouting routing;

    SubmissionPace(PromptRouting routing) {
        this.routing = routing;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/v1/tickets", "/tickets/new");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (HttpMethod.POST.matches(request.getMethod())) {
            routing.awaitRoom();
        }
        return true;
    }
}
