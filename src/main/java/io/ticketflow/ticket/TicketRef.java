package io.ticketflow.ticket;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;

/** A ticket as people name it: by its number, or by its id. */
final class TicketRef {

    private static final int UUID_LENGTH = 36;

    private TicketRef() {}

    static <T> Optional<T> find(String ref, Function<UUID, Optional<T>> byId, LongFunction<Optional<T>> bySequence) {
        if (ref.length() == UUID_LENGTH) {
            try {
                return byId.apply(UUID.fromString(ref));
            } catch (IllegalArgumentException notAnId) {
                return Optional.empty();
            }
        }
        var sequence = Ticket.sequenceOf(ref);
        return sequence > 0 ? bySequence.apply(sequence) : Optional.empty();
    }
}
