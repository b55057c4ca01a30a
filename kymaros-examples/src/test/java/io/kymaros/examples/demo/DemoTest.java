package io.kymaros.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @Test
    void theDemoPassesAndNamesTheLostSecret(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("report.html");

        int exitCode = Demo.run(page);

        assertThat(exitCode).isZero();
        assertThat(Files.readString(page))
                .contains("98<small>/100</small>", "Secret/payment-provider", "4/5 resource types matched exactly")
                .doesNotContain("<script");
    }
}
