package io.ticketflow.platform.web;

import io.ticketflow.platform.CannotStartException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.CorsUtils;

/**
 * Decides which pages of other origins may call the API from a browser, always without cookies. A page of another origin gets an answer without the headers
 * that would let it read the answer, so it learns nothing. The request is not refused, because our own pages may be behind a proxy that is not configured as
 * ours.
 */
@Component
public class CrossOrigin implements CorsConfigurationSource {

    private static final String API = "/api/v1/";
    private static final Pattern ORIGIN =
            Pattern.compile("https?://(?:[A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?");

    private final CorsConfiguration allowed;

    CrossOrigin(FrontSettings settings) {
        this.allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(parse(settings.corsOrigins()));
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        allowed.setAllowedHeaders(List.of(
                HttpHeaders.AUTHORIZATION,
                HttpHeaders.CONTENT_TYPE,
                HttpHeaders.IF_MATCH,
                HttpHeaders.IF_NONE_MATCH,
                "Idempotency-Key",
                RequestId.HEADER));
        allowed.setExposedHeaders(List.of(
                HttpHeaders.ETAG,
                HttpHeaders.LOCATION,
                "RateLimit-Limit",
                "RateLimit-Remaining",
                "RateLimit-Reset",
                HttpHeaders.RETRY_AFTER,
                RequestId.HEADER,
                "Idempotency-Replayed"));
        allowed.setMaxAge(Duration.ofHours(1));
    }

    @Override
    public @Nullable CorsConfiguration getCorsConfiguration(HttpServletRequest request) {
        var isAllowed = request.getRequestURI().startsWith(API)
                && allowed.checkOrigin(request.getHeader(HttpHeaders.ORIGIN)) != null;
        return isAllowed || CorsUtils.isPreFlightRequest(request) ? allowed : null;
    }

    private static List<String> parse(String setting) {
        var origins = Arrays.stream(setting.split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
        for (var origin : origins) {
            if (origin.equals("*")) {
                throw new CannotStartException("CORS_ORIGINS: name the origins, * would let every page in");
            }
            if (!ORIGIN.matcher(origin).matches()) {
                throw new CannotStartException(
                        "CORS_ORIGINS: '%s' is no origin such as https://app.example.org".formatted(origin));
            }
        }
        return origins;
    }
}
