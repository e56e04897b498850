package io.ticketflow.identity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.TimeZones;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.platform.web.ETags;
import java.time.Instant;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A person as they see themselves. */
public record Profile(
        UUID id,
        String handle,
        String email,
        String fullName,
        @Nullable String phone,
        Role role,
        boolean processOwner,
        boolean active,
        boolean emailVerified,
        boolean mfaEnabled,
        Availability availability,
        @Nullable Instant awayUntil,
        @Nullable TeamName team,
        List<String> skills,
        int maxOpenTickets,
        String timezone,
        String locale,
        @Nullable Instant lastLoginAt,
        Instant createdAt,
        @JsonIgnore long version)
        implements SeenPerson {

    /** The person's team with its name. */
    public record TeamName(UUID id, String name) {}

    /** Includes the team's name, which changes without a new version of the account. The last sign-in does not count as a change. */
    @Override
    public String etag() {
        return ETags.of(version, team);
    }

    static Profile of(User user, Person person, @Nullable Team team) {
        return new Profile(
                person.id(),
                person.handle(),
                person.email(),
                person.fullName(),
                user.phone(),
                person.role(),
                person.processOwner(),
                person.active(),
                user.isEmailVerified(),
                user.isMfaEnabled(),
                user.availability(),
                user.awayUntil(),
                team == null ? null : new TeamName(team.id(), team.name()),
                person.skills().stream().sorted().toList(),
                person.maxOpenTickets(),
                user.timezone(),
                user.locale(),
                user.lastLoginAt(),
                user.createdAt(),
                user.version());
    }

    private static final int LONGEST_NAME = 200;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern PHONE = Pattern.compile("\\+[1-9]\\d{6,14}");

    /** Normalises a full name, or 422. */
    static String name(String text) {
        var name = text.strip();
        if (VisibleText.isMissing(name)
                || name.length() > LONGEST_NAME
                || CONTROL.matcher(name).find()) {
            throw InvalidException.field("fullName", "has 1 to %d characters on one line".formatted(LONGEST_NAME));
        }
        return name;
    }

    /** Normalises a telephone number to E.164, or 422. */
    static @Nullable String phone(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        var number = text.replaceAll("[\\s()./-]", "");
        if (!PHONE.matcher(number).matches()) {
            throw InvalidException.field("phone", "is written with its country, such as +49 30 1234567");
        }
        return number;
    }

    /** The id of an IANA time zone, or 422. */
    static String timezone(String text) {
        if (TimeZones.find(text).isEmpty()) {
            throw InvalidException.field("timezone", "is no time zone, such as Europe/Berlin");
        }
        return text;
    }

    /** A language tag of BCP 47, or 422. */
    static String locale(String text) {
        try {
            return new Locale.Builder().setLanguageTag(text).build().toLanguageTag();
        } catch (IllformedLocaleException notOne) {
            throw InvalidException.field("locale", "is no language, such as en or de-AT");
        }
    }
}
