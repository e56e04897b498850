package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.platform.BadParameterException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;

class KnownParametersTests {

    private final KnownParameters parameters = new KnownParameters();

    @Test
    void a_route_knows_its_parameters_by_the_names_callers_use() {
        assertThatCode(() -> ask("list", "limit", "from", "status", "tag")).doesNotThrowAnyException();
    }

    @Test
    void anything_else_is_refused_by_name_and_the_known_ones_are_said() {
        assertThatThrownBy(() -> ask("list", "limit", "stauts"))
                .isInstanceOfSatisfying(BadParameterException.class, refused -> assertThat(refused.parameter())
                        .isEqualTo("stauts"))
                .hasMessage("is not a parameter; these are: from, limit, status, tag");
        assertThatThrownBy(() -> ask("list", "start")).isInstanceOf(BadParameterException.class);
    }

    @Test
    void path_and_body_are_no_parameters() {
        assertThatThrownBy(() -> ask("change", "id")).hasMessage("is not a parameter; there are none here");
        assertThatThrownBy(() -> ask("change", "body")).isInstanceOf(BadParameterException.class);
    }

    private void ask(String route, String... names) {
        var request = new MockHttpServletRequest();
        List.of(names).forEach(name -> request.setParameter(name, "x"));
        var method = Arrays.stream(Routes.class.getDeclaredMethods())
                .filter(each -> each.getName().equals(route))
                .findFirst()
                .orElseThrow();
        parameters.preHandle(request, new MockHttpServletResponse(), new HandlerMethod(new Routes(), method));
    }

    record Filter(List<String> status, String tag) {}

    @SuppressWarnings("unused")
    static class Routes {

        void list(@RequestParam int limit, @RequestParam("from") String start, @ParameterObject Filter filter) {}

        void change(@PathVariable String id, @RequestBody Filter body) {}
    }
}
