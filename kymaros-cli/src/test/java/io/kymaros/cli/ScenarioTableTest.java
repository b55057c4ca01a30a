package io.kymaros.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScenarioTableTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)` \\|$");

    @Test
    void everyRowHasATestThatMakesIt() {
        assertThat(ScenarioTable.rows()).isNotEmpty().allSatisfy(row -> {
            Matcher test = TEST.matcher(row);
            assertThat(test.find()).isTrue();
            Class<?> scenarios = Class.forName("io.kymaros.cli." + test.group(1));
            assertThat(Scenarios.class).isAssignableFrom(scenarios);
            assertThat(Arrays.stream(scenarios.getDeclaredMethods())
                            .filter(method -> method.isAnnotationPresent(Test.class))
                            .map(java.lang.reflect.Method::getName))
                    .contains(test.group(2));
        });
    }

    @Test
    void noRowIsThereTwice() {
        List<String> rows = ScenarioTable.rows();
        assertThat(rows).doesNotHaveDuplicates();
    }
}
