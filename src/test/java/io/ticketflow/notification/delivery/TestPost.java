package io.ticketflow.notification.delivery;

import org.springframework.stereotype.Component;

/** Lets tests send what is due. */
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
