package io.kymaros.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.core.evidence.Level;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The library needs nothing but the JDK's base at run time. */
class NoRuntimeDependencyTest {
    @Test
    void moduleNeedsOnlyJavaBaseAtRunTime() throws Exception {
        assertThat(descriptor().requires())
                .filteredOn(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
                .extracting(Requires::name)
                .containsExactly("java.base");
    }

    @Test
    void moduleExportsItsFivePackages() throws Exception {
        assertThat(descriptor().exports())
                .extracting(Exports::source)
                .containsExactlyInAnyOrder(
                        "io.kymaros.core.evidence",
                        "io.kymaros.core.level",
                        "io.kymaros.core.policy",
                        "io.kymaros.core.report",
                        "io.kymaros.core.score");
    }

    private static ModuleDescriptor descriptor() throws Exception {
        Path classes = Path.of(
                Level.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return ModuleFinder.of(classes).find("io.kymaros.core").orElseThrow().descriptor();
    }
}
