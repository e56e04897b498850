package io.ticketflow.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Profile;

/** On a bean that changes something unasked, when the application has started or from time to time. It is left out where the application only looks. */
@Profile("!" + ActsByItself.ONLY_LOOKS)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ActsByItself {

    /** The profile of an application that reads a database, says what it found and ends. */
    String ONLY_LOOKS = "only-looks";
}
