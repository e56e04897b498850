package io.ticketflow.identity.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.session.CodeSignIn;
import io.ticketflow.identity.session.PasswordSignIn;
import io.ticketflow.identity.session.Registration;
import io.ticketflow.identity.session.Sessions;
import io.ticketflow.identity.session.SignInAnswer;
import io.ticketflow.identity.session.SignInAnswer.Tokens;
import io.ticketflow.identity.session.SignedIn;
import io.ticketflow.identity.session.TokenRefresh;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.platform.web.Client;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Routes for callers who are not signed in yet, and sign-out. */
@RestController
@RequestMapping("/api/v1/auth")
@Tag(name = "Auth")
class AuthController {

    record Register(
            @NotBlank String email,
            @NotBlank String password,
            @VisibleText.Required String fullName,
            @Nullable String phone) {}

    record Status(String status) {}

    record Confirm(
            @NotBlank String token,

            @Nullable @Schema(description = "The password of the registration; nothing else changes")
            String password,

            @Nullable
            @Schema(
                    description =
                            "A new password instead, for an owner who did not register or has forgotten it; all sessions and tokens"
                                    + " of the former one end")
            String newPassword) {}

    record Email(@NotBlank String email) {}

    record Login(@NotBlank String email, @NotBlank String password) {}

    record Code(@NotBlank String mfaToken, @NotBlank String code) {}

    record Refresh(@NotBlank String refreshToken) {}

    record Reset(@NotBlank String token, @NotBlank String password) {}

    private static final Status VERIFICATION_SENT = new Status("VERIFICATION_SENT");
    private static final Status RESET_SENT = new Status("RESET_SENT");

    private final PasswordSignIn passwordSignIn;
    private final CodeSignIn codeSignIn;
    private final TokenRefresh tokenRefresh;
    private final Sessions sessions;
    private final Registration registration;

    AuthController(
            PasswordSignIn passwordSignIn,
            CodeSignIn codeSignIn,
            TokenRefresh tokenRefresh,
            Sessions sessions,
            Registration registration) {
        this.passwordSignIn = passwordSignIn;
        this.codeSignIn = codeSignIn;
        this.tokenRefresh = tokenRefresh;
        this.sessions = sessions;
        this.registration = registration;
    }

    @PostMapping("/register")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "register",
            summary = "Register a requester's account",
            description = "The answer is the same whether the address is known or not; a mail says what to do.")
    Status register(@Valid @RequestBody Register body, HttpServletRequest request) {
        registration.register(body.email(), body.password(), body.fullName(), body.phone(), Client.of(request));
        return VERIFICATION_SENT;
    }

    @PostMapping("/verify-email")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "verifyEmail",
            summary = "Confirm an address by the token of the mail and a password",
            description =
                    "The body has either `password` or `newPassword`. With a new password all sessions, personal tokens and"
                            + " mailed links end, and so does an authenticator that was set up before. A refused password does not use"
                            + " up the token.")
    void verifyEmail(@Valid @RequestBody Confirm body, HttpServletRequest request) {
        registration.confirm(body.token(), body.password(), body.newPassword(), Client.of(request));
    }

    @PostMapping("/resend-verification")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "resendVerification",
            summary = "Send another mail to verify an address; the former link ends")
    Status resendVerification(@Valid @RequestBody Email body) {
        registration.resendVerification(body.email());
        return VERIFICATION_SENT;
    }

    @PostMapping("/login")
    @Operation(
            operationId = "login",
            summary = "Sign in by e-mail address or handle, and password",
            description =
                    "For an account with a second factor the answer has an mfaToken, which the client sends with the code."
                            + " 429 after too many failures.")
    SignInAnswer login(@Valid @RequestBody Login login, HttpServletRequest request) {
        return passwordSignIn.signIn(login.email(), login.password(), Client.of(request));
    }

    @PostMapping("/mfa/verify")
    @Operation(operationId = "verifyMfaCode", summary = "Send the code after a right password; five attempts")
    Tokens verifyCode(@Valid @RequestBody Code body, HttpServletRequest request) {
        return codeSignIn.signIn(body.mfaToken(), body.code(), Client.of(request));
    }

    @PostMapping("/refresh")
    @Operation(
            operationId = "refreshTokens",
            summary =
                    "Exchange a refresh token for a new pair of tokens; a token that was used already ends the session")
    Tokens refresh(@Valid @RequestBody Refresh refresh, HttpServletRequest request) {
        return tokenRefresh.refresh(refresh.refreshToken(), Client.of(request));
    }

    @PostMapping("/forgot-password")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "forgotPassword",
            summary = "Send a mail with a link to choose a new password; the answer is always the same")
    Status forgotPassword(@Valid @RequestBody Email body) {
        registration.forgotPassword(body.email());
        return RESET_SENT;
    }

    @PostMapping("/reset-password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "resetPassword",
            summary =
                    "Set a new password by the token of the mail; all sessions, personal tokens and other mailed links end",
            description =
                    "This confirms the address, too. An authenticator in use stays, unless it was set up before the address"
                            + " was confirmed for the first time.")
    void resetPassword(@Valid @RequestBody Reset body, HttpServletRequest request) {
        registration.resetPassword(body.token(), body.password(), Client.of(request));
    }

    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "logout", summary = "End the session of the access token")
    void logout(@AuthenticationPrincipal SignedIn caller, Actor actor) {
        if (caller.sessionId() != null) {
            sessions.signOut(caller.sessionId(), actor);
        }
    }
}
