package io.ticketflow.platform.web;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the OpenAPI document as a page for reading; Swagger UI is the page for trying the API. */
@RestController
@Hidden
class ReDoc implements WebMvcConfigurer {

    /** The path contains the library's version. A test checks that the files are there. */
    private static final String FILES = "classpath:/META-INF/resources/webjars/redoc/2.5.1/";

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Ticketflow API</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
            <body style="margin: 0"><redoc spec-url="/v3/api-docs" hide-download-button="false"></redoc><script src="/redoc/redoc.standalone.js"></script></body>
            </html>
            """;

    @GetMapping(path = "/redoc", produces = MediaType.TEXT_HTML_VALUE)
    String page() {
        return PAGE;
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/redoc/*.js").addResourceLocations(FILES);
    }
}
