package io.ticketflow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapHealthTests {

    private static final int EXIT_CODE = 3;

    /** The collectors that Java chooses by default, on small machines and on others. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void it_is_not_ready_before_memory_runs_out_and_then_the_process_ends(String collector) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        collector,
                        "-Xmx48m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullHeap.class.getName())
                .redirectError(Redirect.DISCARD)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(EXIT_CODE);
        assertThat(said.lines()).containsExactly(FullHeap.NOT_READY, FullHeap.READY, FullHeap.NOT_READY);
    }
}
