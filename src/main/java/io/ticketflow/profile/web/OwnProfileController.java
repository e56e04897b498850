package io.ticketflow.profile.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.ticketflow.identity.Accounts;
import io.ticketflow.identity.Availability;
import io.ticketflow.identity.Profile;
import io.ticketflow.identity.ProfileEdit;
import io.ticketflow.notification.NotificationPreferences;
import io.ticketflow.notification.Preferences;
import io.ticketflow.notification.PreferencesEdit;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the caller's own profile with their notification preferences. */
@RestController
@RequestMapping("/api/v1/auth/me")
@Tag(name = "Auth")
@RepeatedWhenOvertaken
class OwnProfileController {

    record OwnProfile(@JsonUnwrapped Profile profile, NotificationPreferences notificationPreferences) {}

    @SuppressWarnings("NullableOptional") // absent and empty differ
    record EditOwnProfile(
            @Nullable String fullName,
            @Nullable Optional<String> phone,
            @Nullable String timezone,
            @Nullable String locale,
            @Nullable Availability availability,
            @Nullable Optional<Instant> awayUntil,
            @Nullable @Valid PreferencesEdit notificationPreferences) {

        ProfileEdit profile() {
            return new ProfileEdit(fullName, phone, timezone, locale, availability, awayUntil);
        }
    }

    private final Accounts accounts;
    private final Preferences preferences;

    OwnProfileController(Accounts accounts, Preferences preferences) {
        this.accounts = accounts;
        this.preferences = preferences;
    }

    @GetMapping
    @Operation(operationId = "getOwnProfile", summary = "Read the caller's own account")
    ResponseEntity<OwnProfile> me(Actor actor) {
        var caller = Objects.requireNonNull(actor.userId());
        return answer(new OwnProfile(accounts.profile(caller), preferences.of(caller)));
    }

    @PutMapping
    @Transactional
    @Operation(
            operationId = "updateOwnProfile",
            summary = "Change the caller's own account and notification preferences",
            description =
                    "Absent members stay as they are, also absent events and channels; null removes phone, awayUntil and"
                            + " quietHours.")
    public ResponseEntity<OwnProfile> edit(
            Actor actor,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody EditOwnProfile body) {
        var caller = Objects.requireNonNull(actor.userId());
        var profile = accounts.editOwn(body.profile(), ifMatch, actor);
        var wished = body.notificationPreferences() == null
                ? preferences.of(caller)
                : preferences.change(caller, body.notificationPreferences());
        return answer(new OwnProfile(profile, wished));
    }

    private static ResponseEntity<OwnProfile> answer(OwnProfile own) {
        return ResponseEntity.ok().eTag(own.profile().etag()).body(own);
    }
}
