package io.ticketflow.platform.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.ticketflow.platform.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.HandlerMethod;

/** Writes the head of the OpenAPI document and the error answers that all routes have in common. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    private static final String BEARER = "bearer";
    private static final String SESSION = "session";
    private static final String XSRF_TOKEN = "xsrfToken";

    private static final Map<String, String> REFUSALS = Map.ofEntries(
            Map.entry(
                    "400", "The request cannot be read: a parameter, header or member is unknown or of the wrong type"),
            Map.entry("401", "The caller is not signed in, or the session has ended"),
            Map.entry("403", "The caller may not do this"),
            Map.entry("404", "There is no such thing, or the caller may not see it"),
            Map.entry("406", "The answer is not available in the requested form"),
            Map.entry("409", "The present state does not allow it, or such a thing exists already"),
            Map.entry("412", "Another person has changed it; the answer's ETag is the present version"),
            Map.entry("413", "Too large"),
            Map.entry("415", "The type of the body is not accepted"),
            Map.entry("422", "The request can be read and has wrong values; errors names each field"),
            Map.entry("429", "Too many requests; Retry-After says how long to wait"),
            Map.entry("503", "The database cannot be reached, or took too long; Retry-After says when to try again"));

    private static final String CONVENTIONS = """
            Tickets are named by id or number. Lists: `limit`, `cursor`, `nextCursor`. Errors: RFC 9457 with a stable `code`. Versions: `ETag`, `If-Match`, `If-None-Match`.
            Sign in at `POST /api/v1/auth/login` and send `Authorization: Bearer …`, or a personal token.
            Pages of this installation may use the session of the browser instead; a change then needs the header `X-XSRF-TOKEN`.""";

    @Bean
    OpenAPI openApi(Settings settings) {
        var components = new Components()
                .addSecuritySchemes(
                        BEARER,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme(BEARER)
                                .bearerFormat("JWT"))
                .addSecuritySchemes(
                        SESSION,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name("JSESSIONID")
                                .description("The session of a browser that signed in at /login. It counts only in"
                                        + " requests from pages of this installation."))
                .addSecuritySchemes(
                        XSRF_TOKEN,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.HEADER)
                                .name("X-XSRF-TOKEN")
                                .description("The value of the cookie XSRF-TOKEN, which a browser gets when it signs"
                                        + " in. Only changes need it, and only with the session of a browser."))
                .addSchemas("Problem", problem());
        REFUSALS.forEach((status, why) -> components.addResponses(nameOf(status), refusal(why)));
        return new OpenAPI()
                // The base path of the description; otherwise springdoc writes the host that the request names.
                .servers(List.of(new Server().url("/")))
                .info(new Info().title(settings.appName()).version("v1").description(CONVENTIONS))
                .components(components)
                .addSecurityItem(new SecurityRequirement().addList(BEARER))
                .addSecurityItem(new SecurityRequirement().addList(SESSION).addList(XSRF_TOKEN));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .addProperty("type", new StringSchema().example("urn:ticketflow:problem:illegal-transition"))
                .addProperty("title", new StringSchema().example("Conflict"))
                .addProperty("status", new IntegerSchema().example(409))
                .addProperty(
                        "detail",
                        new StringSchema()
                                .example("\"RESOLVED\" is no next step for TKT-1042, which is NEW. Possible: ROUTED."))
                .addProperty("instance", new StringSchema().example("/api/v1/tickets/TKT-1042/status"))
                .addProperty("code", new StringSchema().example("ILLEGAL_TRANSITION"))
                .addProperty(
                        "errors",
                        new ArraySchema()
                                .items(new ObjectSchema()
                                        .addProperty("field", new StringSchema())
                                        .addProperty("message", new StringSchema())));
    }

    private static ApiResponse refusal(String why) {
        return new ApiResponse()
                .description(why)
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    }

    private static String nameOf(String status) {
        return "Problem" + status;
    }

    @Bean
    static OperationCustomizer routesSayHowTheyRefuse() {
        return (operation, route) -> {
            if (route.hasMethodAnnotation(GetMapping.class)) {
                operation
                        .getResponses()
                        .addApiResponse(
                                "304",
                                new ApiResponse()
                                        .description("It has not changed since the caller read it: If-None-Match"));
            }
            for (var status : refusalsOf(route)) {
                if (!operation.getResponses().containsKey(status)) {
                    operation
                            .getResponses()
                            .addApiResponse(status, new ApiResponse().$ref("#/components/responses/" + nameOf(status)));
                }
            }
            return operation;
        };
    }

    private static List<String> refusalsOf(HandlerMethod route) {
        var parameters = Arrays.asList(route.getMethodParameters());
        var isRead = route.hasMethodAnnotation(GetMapping.class);
        var statuses = new ArrayList<>(List.of("400", "401", "403", "406", "429", "503"));
        if (parameters.stream().anyMatch(ApiDescription::namesSomething) || !isRead) {
            statuses.add("404");
        }
        if (!isRead) {
            statuses.addAll(List.of("409", "412", "413", "415", "422"));
        }
        return statuses;
    }

    /** Whether the route names a thing that may not exist or that the caller may not know of: in the path, or a ticket in the query. */
    private static boolean namesSomething(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(PathVariable.class)
                || List.of("ticketId", "ticket", "parent")
                        .contains(parameter.getParameter().getName())
                || Arrays.stream(parameter.getParameterType().getDeclaredFields())
                        .anyMatch(field -> field.getName().equals("parent"));
    }
}
