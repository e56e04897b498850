package io.ticketflow.identity.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.Accounts;
import io.ticketflow.identity.Profile;
import io.ticketflow.identity.SignIn;
import io.ticketflow.identity.SignIn.Tokens;
import io.ticketflow.identity.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/auth")
@Tag(name = "Auth")
class AuthController {

    record Login(@NotBlank String email, @NotBlank String password) {}

    record Refresh(@NotBlank String refreshToken) {}

    private final SignIn signIn;
    private final Accounts accounts;

    AuthController(SignIn signIn, Accounts accounts) {
        this.signIn = signIn;
        this.accounts = accounts;
    }

    @PostMapping("/login")
    @Operation(summary = "Sign in by e-mail address or handle, and password")
    Tokens login(@Valid @RequestBody Login login, HttpServletRequest request) {
        return signIn.login(
                login.email(), login.password(), request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT));
    }

    @PostMapping("/refresh")
    @Operation(summary = "A new pair of tokens for a refresh token, which is used up; a used one ends the session")
    Tokens refresh(@Valid @RequestBody Refresh refresh) {
        return signIn.refresh(refresh.refreshToken());
    }

    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End the session of the access token")
    void logout(@AuthenticationPrincipal SignedIn caller) {
        if (caller.sessionId() != null) {
            signIn.logout(caller.sessionId());
        }
    }

    @GetMapping("/me")
    @Operation(summary = "The caller's own account")
    Profile me(@AuthenticationPrincipal SignedIn caller) {
        return accounts.profile(caller.userId());
    }
}
