package io.ticketflow.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.retry.annotation.Backoff;
import org.springframework.retry.annotation.Retryable;

/**
 * Repeats a method up to three times when another transaction's commit came in between: a person should not get an error because a timer fired at that moment.
 * The retry is outside of the transaction, so each attempt reads what the other transaction has committed, and is refused if the act is no longer possible.
 * Inside a transaction of the caller, which has failed by then, there is no retry; the caller has to repeat it.
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
