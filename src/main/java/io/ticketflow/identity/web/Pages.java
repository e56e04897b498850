package io.ticketflow.identity.web;

import io.swagger.v3.oas.annotations.Hidden;
import io.ticketflow.identity.session.Registration;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.Settings;
import io.ticketflow.platform.web.Client;
import io.ticketflow.platform.web.HtmlPage;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** Our own pages for people who are not signed in. */
@Hidden
@RestController
class Pages {

    private static final String SIGN_IN_FORM = """
            %s<form method="post" action="/login">
              <label>E-mail or handle
                <input name="username" autocomplete="username" autocapitalize="none" required autofocus></label>
              <label>Password
                <input name="password" type="password" autocomplete="current-password" required></label>
              <label>Code <small>if you use an authenticator</small>
                <input name="code" inputmode="numeric" autocomplete="one-time-code"></label>
              <input type="hidden" name="%s" value="%s">
              <button>Sign in</button>
            </form>
            <p><a href="/forgot-password">Forgot your password?</a></p>
            """;

    private static final String FORGOT_FORM = """
            <form method="post" action="/forgot-password">
              <label>E-mail
                <input name="email" type="email" autocomplete="email" required autofocus></label>
              <input type="hidden" name="%s" value="%s">
              <button>Mail me a link</button>
            </form>
            """;

    private static final String CONFIRM = "Confirm your address";

    private static final String CONFIRM_FORMS = """
            %1$s<p>Did you register with this address? Then enter the password that you chose.</p>
            <form method="post" action="/verify-email">
              <label>Password
                <input name="password" type="password" autocomplete="current-password" required autofocus></label>
              <input type="hidden" name="token" value="%2$s">
              <input type="hidden" name="%3$s" value="%4$s">
              <button>Confirm my address</button>
            </form>
            <h2>Was it not you?</h2>
            <p>Or have you forgotten the password? Then choose your own. What was begun with the other one ends.</p>
            <form method="post" action="/verify-email">
              <label>New password <small>at least 12 characters</small>
                <input name="newPassword" type="password" autocomplete="new-password" minlength="12" required></label>
              <input type="hidden" name="token" value="%2$s">
              <input type="hidden" name="%3$s" value="%4$s">
              <button>Keep it and confirm</button>
            </form>
            """;

    private static final String PASSWORD_FORM = """
            %s<form method="post" action="/reset-password">
              <label>New password <small>at least 12 characters</small>
                <input name="password" type="password" autocomplete="new-password" minlength="12" required autofocus></label>
              <input type="hidden" name="token" value="%s">
              <input type="hidden" name="%s" value="%s">
              <button>Keep this password</button>
            </form>
            """;

    private static final String TO_SIGN_IN = "<p role=\"status\">%s</p>\n<p><a href=\"/login\">Sign in</a></p>\n";

    private final String name;
    private final Registration registration;

    Pages(Settings settings, Registration registration) {
        this.name = HtmlUtils.htmlEscape(settings.appName());
        this.registration = registration;
    }

    @GetMapping(value = "/login", produces = MediaType.TEXT_HTML_VALUE)
    String login(
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String logout,
            @RequestParam(required = false) @Nullable String expired,
            @RequestParam(required = false) @Nullable String code,
            CsrfToken csrf) {
        var message = "";
        if (code != null) {
            message = alert("Enter your password again, and the code that your authenticator shows.");
        } else if (error != null) {
            message = alert(
                    error.equals("wait")
                            ? "Too many failed attempts. Wait a while, or choose a new password by mail."
                            : "Unknown account, wrong password or code, or an address that is not verified yet.");
        } else if (expired != null) {
            message = alert("This page was open for too long, or the browser keeps no cookies. Sign in here.");
        } else if (logout != null) {
            message = "<p role=\"status\">You are signed out.</p>\n";
        }
        return HtmlPage.of(
                "Sign in to " + name, SIGN_IN_FORM.formatted(message, csrf.getParameterName(), csrf.getToken()));
    }

    /** Shows a form and does not confirm at once, because mail scanners open the links in mails. */
    @GetMapping(value = "/verify-email", produces = MediaType.TEXT_HTML_VALUE)
    String verifyEmail(@RequestParam(defaultValue = "") String token, CsrfToken csrf) {
        return HtmlPage.of(CONFIRM, confirmForms("", token, csrf));
    }

    @PostMapping(value = "/verify-email", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> verified(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(required = false) @Nullable String password,
            @RequestParam(required = false) @Nullable String newPassword,
            CsrfToken csrf,
            HttpServletRequest request) {
        try {
            registration.confirm(token, password, newPassword, Client.of(request));
            return ResponseEntity.ok(HtmlPage.of(CONFIRM, TO_SIGN_IN.formatted("Thank you, it is yours now.")));
        } catch (InvalidException refusal) {
            return refused(CONFIRM, confirmForms(alert(refusal), token, csrf));
        }
    }

    private static String confirmForms(String message, String token, CsrfToken csrf) {
        return CONFIRM_FORMS.formatted(message, HtmlUtils.htmlEscape(token), csrf.getParameterName(), csrf.getToken());
    }

    @GetMapping(value = "/forgot-password", produces = MediaType.TEXT_HTML_VALUE)
    String forgotPassword(CsrfToken csrf) {
        return HtmlPage.of("Forgot your password?", FORGOT_FORM.formatted(csrf.getParameterName(), csrf.getToken()));
    }

    @PostMapping(value = "/forgot-password", produces = MediaType.TEXT_HTML_VALUE)
    String mailSent(@RequestParam(defaultValue = "") String email) {
        registration.forgotPassword(email);
        return HtmlPage.of(
                "Forgot your password?",
                TO_SIGN_IN.formatted(
                        "If there is an account with this address, a link is on its way to it. It is good for an"
                                + " hour."));
    }

    @GetMapping(value = "/reset-password", produces = MediaType.TEXT_HTML_VALUE)
    String resetPassword(@RequestParam(defaultValue = "") String token, CsrfToken csrf) {
        return HtmlPage.of("Choose a password", passwordForm("", token, csrf));
    }

    @PostMapping(value = "/reset-password", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> passwordReset(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String password,
            CsrfToken csrf,
            HttpServletRequest request) {
        try {
            registration.resetPassword(token, password, Client.of(request));
            return ResponseEntity.ok(
                    HtmlPage.of("Choose a password", TO_SIGN_IN.formatted("Your new password counts now.")));
        } catch (InvalidException refusal) {
            return refused("Choose a password", passwordForm(alert(refusal), token, csrf));
        }
    }

    private static String passwordForm(String message, String token, CsrfToken csrf) {
        return PASSWORD_FORM.formatted(message, HtmlUtils.htmlEscape(token), csrf.getParameterName(), csrf.getToken());
    }

    private static ResponseEntity<String> refused(String title, String content) {
        return ResponseEntity.unprocessableEntity().body(HtmlPage.of(title, content));
    }

    /** Leaves out the field's name, because the page shows it. */
    private static String alert(InvalidException refusal) {
        return alert(refusal.detail().replaceFirst("^(password|newPassword): ", "This password "));
    }

    private static String alert(String text) {
        return "<p role=\"alert\">%s</p>\n".formatted(HtmlUtils.htmlEscape(text));
    }
}
