package io.ticketflow.identity.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.session.PasswordChange;
import io.ticketflow.identity.session.PersonalTokens;
import io.ticketflow.identity.session.PersonalTokens.NewToken;
import io.ticketflow.identity.session.PersonalTokens.TokenView;
import io.ticketflow.identity.session.Scope;
import io.ticketflow.identity.session.SecondFactor;
import io.ticketflow.identity.session.Sessions;
import io.ticketflow.identity.session.Sessions.SessionView;
import io.ticketflow.identity.session.SignedIn;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.platform.web.Client;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Routes for a person's own account except the profile: password, second factor, sessions, tokens. */
@RestController
@RequestMapping("/api/v1/auth")
@Tag(name = "Auth")
class OwnAccountController {

    record NewPassword(
            @NotBlank String currentPassword, @NotBlank String newPassword) {}

    record Enable(@NotBlank String code) {}

    record RecoveryCodes(List<String> recoveryCodes) {}

    record Disable(@NotBlank String password, @NotBlank String code) {}

    record WantedToken(
            @VisibleText.Required @Size(max = 100) String name,
            @NotEmpty Set<@NotNull Scope> scopes,
            @Nullable Instant expiresAt) {}

    private final PasswordChange passwords;
    private final SecondFactor secondFactor;
    private final Sessions sessions;
    private final PersonalTokens tokens;

    OwnAccountController(
            PasswordChange passwords, SecondFactor secondFactor, Sessions sessions, PersonalTokens tokens) {
        this.passwords = passwords;
        this.secondFactor = secondFactor;
        this.sessions = sessions;
        this.tokens = tokens;
    }

    @PutMapping("/me/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "changePassword",
            summary = "Change the caller's password; needs the present one, and ends the other sessions",
            description = "Personal tokens and the authenticator stay.")
    void changePassword(
            @AuthenticationPrincipal SignedIn caller,
            @Valid @RequestBody NewPassword body,
            HttpServletRequest request) {
        passwords.change(body.currentPassword(), body.newPassword(), caller, Client.of(request));
    }

    @PostMapping("/mfa/setup")
    @Operation(
            operationId = "setUpMfa",
            summary =
                    "Set up an authenticator: answers a secret to type, a link to open, and a picture (PNG in Base64) to scan",
            description = "The authenticator takes effect when a code of it was sent to /mfa/enable.")
    SecondFactor.Setup setUp(@AuthenticationPrincipal SignedIn caller) {
        return secondFactor.setUp(caller.userId());
    }

    @PostMapping("/mfa/enable")
    @Operation(
            operationId = "enableMfa",
            summary = "Turn the second factor on; the recovery codes are shown only this once")
    RecoveryCodes enable(@AuthenticationPrincipal SignedIn caller, Actor actor, @Valid @RequestBody Enable body) {
        return new RecoveryCodes(secondFactor.enable(body.code(), actor, caller.userId()));
    }

    @PostMapping("/mfa/disable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "disableMfa",
            summary = "Turn the second factor off; needs the password and a code or a recovery code")
    void disable(
            @AuthenticationPrincipal SignedIn caller,
            Actor actor,
            @Valid @RequestBody Disable body,
            HttpServletRequest request) {
        secondFactor.disable(body.password(), body.code(), actor, caller.userId(), Client.of(request));
    }

    @GetMapping("/sessions")
    @Operation(operationId = "listSessions", summary = "List the caller's sessions, the latest first")
    List<SessionView> sessions(@AuthenticationPrincipal SignedIn caller) {
        return sessions.of(caller);
    }

    @DeleteMapping("/sessions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "endSession", summary = "End one of the caller's sessions, at every door")
    void endSession(Actor actor, @PathVariable UUID id) {
        sessions.end(id, actor);
    }

    @GetMapping("/tokens")
    @Operation(operationId = "listTokens", summary = "List the caller's personal tokens, newest first")
    List<TokenView> tokens(Actor actor) {
        return tokens.of(actor);
    }

    @PostMapping("/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "createToken",
            summary = "Create a personal token for a script or for Modeler; its secret is shown only this once")
    NewToken createToken(@AuthenticationPrincipal SignedIn caller, Actor actor, @Valid @RequestBody WantedToken body) {
        return tokens.create(body.name(), body.scopes(), body.expiresAt(), caller, actor);
    }

    @DeleteMapping("/tokens/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "revokeToken", summary = "Revoke a personal token")
    void revokeToken(Actor actor, @PathVariable UUID id) {
        tokens.revoke(id, actor);
    }
}
