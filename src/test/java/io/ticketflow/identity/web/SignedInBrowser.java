package io.ticketflow.identity.web;

import io.ticketflow.Http;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import java.util.Map;
import java.util.regex.Pattern;

/** Signs in by the form, as people do. */
final class SignedInBrowser {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private SignedInBrowser() {}

    static Http of(int port, Person person) {
        var browser = Http.browser(port);
        var csrf = CSRF.matcher(browser.get("/login").body());
        if (!csrf.find()) {
            throw new AssertionError("There is no form to sign in by.");
        }
        browser.form(
                "/login",
                Map.of(
                        "username", person.handle(),
                        "password", PeopleWithPasswords.PASSWORD,
                        "_csrf", csrf.group(1)));
        return browser;
    }
}
