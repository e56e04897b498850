package io.ticketflow.identity;

import io.ticketflow.Http;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Pattern;

/** Signs in by the form, as people do. */
public final class SignedInBrowser {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private SignedInBrowser() {}

    public static Http of(int port, Person person) {
        var browser = Http.browser(port);
        signIn(browser, person);
        return browser;
    }

    /** Answers where the form leads. */
    public static HttpResponse<String> signIn(Http browser, Person person) {
        var csrf = CSRF.matcher(browser.get("/login").body());
        if (!csrf.find()) {
            throw new AssertionError("There is no form to sign in by.");
        }
        return browser.form(
                "/login",
                Map.of(
                        "username", person.handle(),
                        "password", PeopleWithPasswords.PASSWORD,
                        "_csrf", csrf.group(1)));
    }
}
