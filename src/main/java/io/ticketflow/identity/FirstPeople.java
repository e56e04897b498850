package io.ticketflow.identity;

import io.ticketflow.platform.ActsByItself;
import io.ticketflow.platform.CannotStartException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.Settings;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Fills an empty database with the first people who can sign in, before the server takes requests. */
@ActsByItself
@Component
class FirstPeople implements SmartInitializingSingleton {

    private final Settings settings;
    private final SignInSettings signIn;
    private final Users users;
    private final Accounts accounts;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    FirstPeople(
            Settings settings,
            SignInSettings signIn,
            Users users,
            Accounts accounts,
            ApplicationEventPublisher events,
            TransactionTemplate transaction) {
        this.settings = settings;
        this.signIn = signIn;
        this.users = users;
        this.accounts = accounts;
        this.events = events;
        this.transaction = transaction;
    }

    @Override
    public void afterSingletonsInstantiated() {
        transaction.executeWithoutResult(status -> {
            users.lockAll();
            if (users.count() == 0) {
                createPeople();
            }
        });
    }

    private void createPeople() {
        if (signIn.namesAdmin()) {
            createAdmin();
        } else if (settings.isProduction()) {
            throw new CannotStartException(
                    "The database is empty: set ADMIN_EMAIL and ADMIN_PASSWORD, so that the first administrator can sign in.");
        }
        events.publishEvent(new IdentityEvent.FirstStart());
    }

    private void createAdmin() {
        try {
            accounts.create(new NewPerson(signIn.adminEmail(), "Administrator", Role.ADMIN, signIn.adminPassword()));
        } catch (InvalidException wrong) {
            throw new CannotStartException("ADMIN_EMAIL and ADMIN_PASSWORD make no account: " + wrong.detail(), wrong);
        }
    }
}
