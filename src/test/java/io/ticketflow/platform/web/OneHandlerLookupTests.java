package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Another version of Spring Security may add the filter in another way; this test would notice. */
@TicketflowTest
class OneHandlerLookupTests {

    @Autowired
    private ApplicationContext context;

    @Test
    void nothing_looks_for_the_handler_in_front() {
        assertThat(context.getBean("springSecurityFilterChain").getClass().getName())
                .doesNotContain("WebMvcSecurityConfiguration");
    }
}
