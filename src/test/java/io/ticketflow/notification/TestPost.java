package io.ticketflow.notification;

import org.springframework.stereotype.Component;

/** The postman, for tests. */
@Component
public class TestPost {

    private final Postman postman;

    TestPost(Postman postman) {
        this.postman = postman;
    }

    public void sendAll() {
        postman.sendWhatIsDue(() -> false);
    }
}
