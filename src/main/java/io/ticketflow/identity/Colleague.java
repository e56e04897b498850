package io.ticketflow.identity;

import io.ticketflow.platform.web.ETags;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person as colleagues see them. */
public record Colleague(
        UUID id,
        String fullName,
        Role role,
        Profile.@Nullable TeamName team,
        List<String> skills,
        Availability availability)
        implements SeenPerson {

    @Override
    public String etag() {
        return ETags.ofContent(this);
    }
}
