package io.kymaros.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Each wall stands around the real house, and falls on a broken one. */
class WallsTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kymaros");
    private static final String BROKEN = "io.kymaros.architecture.broken";
    private static final JavaClasses BROKEN_HOUSE = new ClassFileImporter().importPackages(BROKEN);

    @Test
    void theHouseIsSeenWhole() {
        assertThat(HOUSE)
                .extracting(type -> type.getPackageName())
                .contains("io.kymaros.core.score", "io.kymaros.k8s.run", "io.kymaros.velero", "io.kymaros.cli");
    }

    @Test
    void coreKnowsNothingButTheJdk() {
        holds(Walls.coreKnowsNothingButTheJdk("io.kymaros.core"));
        falls(Walls.coreKnowsNothingButTheJdk(BROKEN + ".core"), "Core.java");
    }

    @Test
    void coreHasNoClock() {
        holds(Walls.coreHasNoClock("io.kymaros.core"));
        falls(Walls.coreHasNoClock(BROKEN + ".core"), "Instant.now()");
    }

    @Test
    void coreHasNoFloatingPoint() throws Exception {
        assertThat(Walls.floatingPointIn(Path.of("..", "kymaros-core", "target", "classes")))
                .isEmpty();
        assertThat(Walls.floatingPointIn(Path.of("target", "test-classes", BROKEN.replace('.', '/'), "core")))
                .anyMatch(line -> line.contains("ddiv"));
    }

    @Test
    void kubernetesKnowsNoBackupTool() {
        holds(Walls.kubernetesKnowsNoBackupTool(
                "io.kymaros.k8s", "io.kymaros.velero..", "io.kymaros.cli..", "picocli.."));
        falls(Walls.kubernetesKnowsNoBackupTool(BROKEN + ".k8s", BROKEN + ".velero.."), "Velero");
    }

    @Test
    void veleroSeesTheContractOnly() {
        holds(Walls.backupToolSeesTheContractOnly(
                "io.kymaros.velero",
                "io.kymaros.k8s.run..",
                "io.kymaros.k8s.evidence..",
                "io.kymaros.k8s.probe..",
                "io.kymaros.k8s.report..",
                "io.kymaros.cli.."));
        falls(Walls.backupToolSeesTheContractOnly(BROKEN + ".velero", BROKEN + ".k8s.."), "Kubernetes");
    }

    @Test
    void packagesHaveNoCycles() {
        holds(Walls.packagesHaveNoCycles("io.kymaros.core"));
        holds(Walls.packagesHaveNoCycles("io.kymaros.k8s"));
        falls(Walls.packagesHaveNoCycles(BROKEN), "Cycle");
    }

    private static void holds(ArchRule wall) {
        wall.check(HOUSE);
    }

    private static void falls(ArchRule wall, String because) {
        assertThatThrownBy(() -> wall.check(BROKEN_HOUSE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(because);
    }
}
