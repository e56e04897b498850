package io.ticketflow.identity.door;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.SignInAccount;
import io.ticketflow.identity.session.PasswordAuthentication;
import io.ticketflow.identity.session.SecondFactor;
import io.ticketflow.identity.session.Sessions;
import io.ticketflow.identity.session.SignedIn;
import io.ticketflow.platform.TooManyRequestsException;
import io.ticketflow.platform.UnavailableException;
import io.ticketflow.platform.web.Client;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/** Signs browsers in with one form: the password, and the code if the account has a second factor. */
@Component
class BrowserSignIn implements AuthenticationManager {

    /** The further content of the form, beside name and password. */
    record Form(Client client, @Nullable String code) {
        static Form of(HttpServletRequest request) {
            return new Form(Client.of(request), request.getParameter("code"));
        }
    }

    private final PasswordAuthentication passwords;
    private final SecondFactor secondFactor;
    private final Sessions sessions;
    private final Directory directory;

    BrowserSignIn(PasswordAuthentication passwords, SecondFactor secondFactor, Sessions sessions, Directory directory) {
        this.passwords = passwords;
        this.secondFactor = secondFactor;
        this.sessions = sessions;
        this.directory = directory;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        var form = (Form) Objects.requireNonNull(attempt.getDetails());
        try {
            var account = passwords
                    .check(attempt.getName(), String.valueOf(attempt.getCredentials()), form.client())
                    .orElseThrow(() -> new BadCredentialsException("Unknown account or wrong password"));
            if (account.isMfaEnabled()) {
                askForCode(account, form);
            }
            return sessions.openInBrowser(account, form.client())
                    .map(session -> SignedIn.inSession(directory.person(account.id()), session))
                    .orElseThrow(() -> new BadCredentialsException("The password was changed in the meantime"));
        } catch (TooManyRequestsException | UnavailableException wait) {
            throw new LockedException(wait.detail(), wait);
        }
    }

    private void askForCode(SignInAccount account, Form form) {
        var code = form.code();
        if (code == null || code.isBlank()) {
            throw new InsufficientAuthenticationException("A code is needed");
        }
        if (!secondFactor.takesAtTheDoor(account.id(), code, form.client())) {
            throw new BadCredentialsException("Wrong code");
        }
    }

    /** The page to which a browser is redirected after a failed sign-in. It does not say which part was wrong. */
    static String pageFor(AuthenticationException refusal) {
        if (refusal instanceof InsufficientAuthenticationException) {
            return "/login?code";
        }
        return refusal instanceof LockedException ? "/login?error=wait" : "/login?error";
    }
}
