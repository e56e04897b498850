package io.ticketflow.notification.template;

import io.ticketflow.platform.Settings;
import java.net.URI;
import java.nio.file.Path;

/** Templates without the application. */
public final class TestTemplates {

    public static final Templates OURS = with("");

    private TestTemplates() {}

    /** Templates of an operator, in this folder, over ours. */
    static Templates with(String folder) {
        return new Templates(
                new TemplateSettings(folder),
                new Settings(
                        Settings.Environment.DEVELOPMENT,
                        Path.of("target"),
                        false,
                        URI.create("https://help.example.org"),
                        "Ticketflow"));
    }
}
