package io.ticketflow.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Profile;

/**
 * Marks a bean that changes data on its own, at the start of the application or from time to time. An application that only checks the database leaves these
 * beans out.
 */
@Profile("!" + ActsByItself.ONLY_LOOKS)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ActsByItself {

    /** The profile of an application that reads a database, prints what it found and ends. */
    String ONLY_LOOKS = "only-looks";
}
