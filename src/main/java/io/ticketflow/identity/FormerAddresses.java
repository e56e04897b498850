package io.ticketflow.identity;

import io.ticketflow.platform.ActsByItself;
import io.ticketflow.platform.InvalidException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives the addresses that a former version stored with a domain beyond ASCII the form of {@link MailAddress}, before the server takes requests: otherwise one
 * mailbox could get two accounts. It runs at each start, because an address that another account has stays as it is until an administrator has decided. An address
 * to which no server delivers stays, too.
 */
@ActsByItself
@Component
class FormerAddresses implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(FormerAddresses.class);

    private final Users users;
    private final Accounts accounts;
    private final TransactionTemplate transaction;

    FormerAddresses(Users users, Accounts accounts, TransactionTemplate transaction) {
        this.users = users;
        this.accounts = accounts;
        this.transaction = transaction;
    }

    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(status -> {
            if (!users.withAddressBeyondAscii().isEmpty()) {
                // Nodes that start together do it one after the other.
                users.lockAll();
                users.withAddressBeyondAscii().forEach(id -> renew(users.existing(id)));
            }
        });
    }

    private void renew(User user) {
        normal(user.email())
                .filter(address -> !address.equals(user.email()))
                .ifPresent(address -> users.findByHandleOrEmail(address)
                        .ifPresentOrElse(other -> sayThatTheyCollide(user, other), () -> {
                            user.respell(address);
                            accounts.changed(user);
                            LOG.info(
                                    "The domain in the address of the account {} is kept in ASCII from now on",
                                    user.handle());
                        }));
    }

    private static Optional<String> normal(String address) {
        try {
            return Optional.of(MailAddress.of(address));
        } catch (InvalidException noServerDelivers) {
            return Optional.empty();
        }
    }

    private static void sayThatTheyCollide(User user, User other) {
        LOG.warn(
                "The accounts {} and {} have one mail address in two spellings, and each signs in with its own only."
                        + " Give {} another address: PUT /api/v1/users/{} with email",
                user.handle(),
                other.handle(),
                user.handle(),
                user.id());
    }
}
