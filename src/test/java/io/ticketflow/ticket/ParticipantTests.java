package io.ticketflow.ticket;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TicketflowTest
class ParticipantTests {

    private static final Instant ADDED = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant END = Instant.parse("2026-11-23T10:15:00Z");

    @Autowired
    private World world;

    private Participant requester;

    @BeforeEach
    void somebodyAtATicket() {
        world.beginAnew();
        requester = new Participant(world.open(Category.VM, Priority.P3), world.person("user"), false);
    }

    @Test
    void second_thoughts_are_allowed_to_the_last_microsecond() {
        var own = requester.person().id();

        assertThatCode(() -> requester.checkMayTakeBack(own, ADDED, END)).doesNotThrowAnyException();
        assertThatThrownBy(() -> requester.checkMayTakeBack(own, ADDED, END.plus(1, ChronoUnit.MICROS)))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void what_the_system_said_is_nobodys_to_take_back() {
        assertThatThrownBy(() -> requester.checkMayTakeBack(null, ADDED, ADDED)).isInstanceOf(ForbiddenException.class);
    }
}
