package io.ticketflow.identity.web;

import io.swagger.v3.oas.annotations.Hidden;
import io.ticketflow.identity.SignedIn;
import io.ticketflow.platform.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The few pages that are ours: signing in, and where to go from there. */
@Hidden
@RestController
class Pages {

    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>%1$s</title>
              <link rel="stylesheet" href="/pages.css">
            </head>
            <body>
            <main>
            <h1>%1$s</h1>
            %2$s</main>
            </body>
            </html>
            """;

    private static final String SIGN_IN_FORM = """
            %s<form method="post" action="/login">
              <label>E-mail or handle
                <input name="username" autocomplete="username" autocapitalize="none" required autofocus></label>
              <label>Password
                <input name="password" type="password" autocomplete="current-password" required></label>
              <input type="hidden" name="%s" value="%s">
              <button>Sign in</button>
            </form>
            """;

    private static final String LINKS = """
            <ul>
              <li><a href="/camunda/app/tasklist/">Tasklist</a><span>Tickets that wait for you</span></li>
              <li><a href="/camunda/app/cockpit/">Cockpit</a><span>Every ticket on the model it runs on</span></li>
              <li><a href="/docs">REST API</a><span>Every route, to read and to try</span></li>
            </ul>
            """;

    private static final String SIGN_OUT_FORM = """
            <form method="post" action="/logout">
              <input type="hidden" name="%s" value="%s">
              <button>Sign out %s</button>
            </form>
            """;

    private final String name;

    Pages(Settings settings) {
        this.name = HtmlUtils.htmlEscape(settings.appName());
    }

    @GetMapping(value = "/login", produces = MediaType.TEXT_HTML_VALUE)
    String login(
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String logout,
            CsrfToken csrf) {
        var message = "";
        if (error != null) {
            message = "<p role=\"alert\">Unknown account or wrong password.</p>\n";
        } else if (logout != null) {
            message = "<p role=\"status\">You are signed out.</p>\n";
        }
        return page("Sign in to " + name, SIGN_IN_FORM.formatted(message, csrf.getParameterName(), csrf.getToken()));
    }

    @GetMapping(value = "/", produces = MediaType.TEXT_HTML_VALUE)
    String start(@AuthenticationPrincipal @Nullable SignedIn caller, CsrfToken csrf) {
        var signOut = caller == null
                ? ""
                : SIGN_OUT_FORM.formatted(
                        csrf.getParameterName(), csrf.getToken(), HtmlUtils.htmlEscape(caller.handle()));
        return page(name, LINKS + signOut);
    }

    private static String page(String title, String content) {
        return FRAME.formatted(title, content);
    }
}
