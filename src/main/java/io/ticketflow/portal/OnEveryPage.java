package io.ticketflow.portal;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.beans.PropertyEditorSupport;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.ui.Model;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page of the portal its reader ({@code me}), their language, instants in their zone ({@code times}), and what its header shows. */
@ControllerAdvice(basePackageClasses = OnEveryPage.class)
class OnEveryPage {

    private final Directory directory;
    private final MessageSource words;
    private final Settings settings;

    OnEveryPage(Directory directory, MessageSource words, Settings settings) {
        this.directory = directory;
        this.words = words;
        this.settings = settings;
    }

    /** Reads the token of the page's forms, too, because its cookie has to be sent before the page begins. A stranger gets none of this. */
    @ModelAttribute
    void add(Model model, CsrfToken forms, HttpServletRequest request) {
        var reader = CurrentActor.get().userId();
        if (reader == null) {
            return;
        }
        Objects.requireNonNull(forms.getToken());
        var me = directory.person(reader);
        var language = PagesLanguage.of(me);
        PagesLanguage.answerIn(language, request);
        model.addAttribute("me", me);
        model.addAttribute("times", new Times(words, language, me.timezone()));
        model.addAttribute("mayOpenCockpit", me.processOwner() || me.role().isAtLeast(Role.MANAGER));
        model.addAttribute("appName", settings.appName());
    }

    /** Browsers send the end of a line as two characters; every other door has one. */
    @InitBinder
    void oneCharacterEndsALine(WebDataBinder fields) {
        fields.registerCustomEditor(String.class, new PropertyEditorSupport() {
            @Override
            public void setAsText(@Nullable String text) {
                setValue(text == null ? null : text.replace("\r\n", "\n"));
            }
        });
    }
}
