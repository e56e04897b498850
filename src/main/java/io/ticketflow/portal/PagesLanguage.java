package io.ticketflow.portal;

import io.ticketflow.identity.Person;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.LocaleResolver;

/** Pages of the portal are in the language of their reader. Every other answer is in English: Accept-Language would translate the messages of the validator only. */
@Component(DispatcherServlet.LOCALE_RESOLVER_BEAN_NAME)
class PagesLanguage implements LocaleResolver {

    private static final String ATTRIBUTE = PagesLanguage.class.getName();

    /** The language of the words that this person reads: English unless there is a translation. */
    static Locale of(Person person) {
        return person.locale().getLanguage().equals(Locale.GERMAN.getLanguage()) ? Locale.GERMAN : Locale.ENGLISH;
    }

    static void answerIn(Locale language, HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, language);
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Locale language ? language : Locale.ENGLISH;
    }

    @Override
    public void setLocale(
            HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale language) {
        throw new UnsupportedOperationException("A person's profile has their language.");
    }
}
