package io.ticketflow.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.retry.annotation.Backoff;
import org.springframework.retry.annotation.Retryable;

/**
 * Work that is done again, three times at most, when somebody else's commit got in between: a timer that rang at that moment is no reason to send a person
 * an error. Around the transaction, so each try sees what the other one has left; what is no longer possible then is refused for its own
 * reason. Inside of somebody else's transaction, which is spoilt by then, it is left to them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Retryable(
        retryFor = ConcurrencyFailureException.class,
        exceptionExpression =
                "!T(org.springframework.transaction.support.TransactionSynchronizationManager).isActualTransactionActive()",
        maxAttempts = 4,
        backoff = @Backoff(delay = 5, maxDelay = 50, random = true))
public @interface RepeatedWhenOvertaken {}
