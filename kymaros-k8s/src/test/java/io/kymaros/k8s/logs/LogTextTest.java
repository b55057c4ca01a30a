package io.kymaros.k8s.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {
    static List<String> hostile() {
        return List.of(
                "\u001b[31mred\u001b[0m",
                "\u001b]0;title\u0007red",
                "\u001b]8;;http://evil.example\u001b\\red",
                "\u001bPdevice control\u001b\\red",
                "\u009b2Jred",
                "good\rred",
                "\u202ered\u202c",
                "re\u200bd",
                "re\u0000d",
                "\u0007\bred\u007f",
                "red\u2028",
                "\ufeffred",
                "\u001bcred",
                "\u001b(0red",
                "\u001b[999999999999999999999999999999999999999999999999999999999999999999999999mred");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void nothingThatATerminalActsOnGetsThrough(String line) {
        assertThat(LogText.message(line, 100)).contains("red").matches(text -> text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass\u001b[0mword=hunter2", "pass\u200bword=hunter2", "pass\u0000word=hunter2"})
    void secretThatIsCutByAnEscapeIsFound(String line) {
        assertThat(LogText.message(line, 100)).isEqualTo("password=[redacted]");
    }

    @Test
    void logIsCutIntoItsLines() {
        assertThat(lines("one\ntwo\r\n\nthree")).containsExactly("one", "two ", "", "three");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void bytesThatAreNoTextDoNoHarm() {
        assertThat(LogText.lines(new byte[] {'a', (byte) 0xff, (byte) 0xc3, '\n', 'b'}))
                .hasSize(2)
                .last()
                .isEqualTo("b");
    }

    @Test
    void veryLongLineIsCut() {
        byte[] line = new byte[20_000_000];
        Arrays.fill(line, (byte) 'x');
        assertThat(LogText.lines(line)).singleElement().asString().hasSize(1000).endsWith("…");
    }

    @Test
    void longLineOfOpenBracketsTakesNoTimeToSpeakOf() {
        assertThat(LogText.message("password=\"".repeat(100_000), 100)).hasSizeLessThanOrEqualTo(100);
        assertThat(LogText.message("\u001b]".repeat(100_000), 100)).isEmpty();
        assertThat(LogText.message("a.token-".repeat(100_000), 100)).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void messageIsOneShortLine() {
        assertThat(LogText.message("  a\n\tb  c ", 100)).isEqualTo("a b c");
        assertThat(LogText.message("word ".repeat(100), 12)).isEqualTo("word word w…");
        assertThat(LogText.message("😀😀😀", 2)).isEqualTo("😀…");
    }

    @Property(tries = 500)
    void whateverIsLoggedComesOutHarmless(@ForAll byte[] log) {
        assertThat(LogText.lines(log)).allSatisfy(line -> {
            assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(LogText.MAX_LINE);
            assertThat(line.codePoints()
                            .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT))
                    .isTrue();
        });
    }

    private static List<String> lines(String log) {
        return LogText.lines(log.getBytes(StandardCharsets.UTF_8));
    }
}
