package io.kymaros.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each wall stands around the real house, and falls on a broken one. */
class WallsTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !isTestKit(location))
            .importPackages("io.kymaros");
    private static final JavaClasses TEST_KIT =
            new ClassFileImporter().withImportOption(WallsTest::isTestKit).importPackages("io.kymaros");
    private static final String BROKEN = "io.kymaros.architecture.broken";
    private static final JavaClasses BROKEN_HOUSE = new ClassFileImporter().importPackages(BROKEN);
    private static final Path BROKEN_CLASSES = Path.of("target", "test-classes", BROKEN.replace('.', '/'));

    private static final List<String> CORE = List.of("evidence", "policy", "level", "score", "report");
    private static final List<String> KUBERNETES = List.of(
            "request",
            "fault",
            "api",
            "watch",
            "sandbox",
            "backup",
            "document",
            "logs",
            "completeness",
            "pods",
            "checks",
            "dependencies",
            "volumes",
            "report",
            "run");

    /** The levels that are gathered, and whose room each may look into: pods' templates say what the application names. */
    private static final Map<String, Set<String>> LEVELS = Map.of(
            "completeness",
            Set.of(),
            "pods",
            Set.of(),
            "checks",
            Set.of(),
            "dependencies",
            Set.of("pods"),
            "volumes",
            Set.of("pods"));

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
    void coreIsTheSameEverywhere() {
        holds(Walls.coreIsTheSameEverywhere("io.kymaros.core"));
        falls(
                Walls.coreIsTheSameEverywhere(BROKEN + ".core"),
                "OffsetDateTime.now()",
                "Instant.now()",
                "UUID.randomUUID()",
                "String.toLowerCase()");
    }

    @Test
    void coreHasNoFloatingPoint() throws Exception {
        assertThat(Walls.floatingPointIn(classesOf("kymaros-core"))).isEmpty();
        assertThat(Walls.floatingPointIn(BROKEN_CLASSES.resolve("core"))).anyMatch(line -> line.contains("ddiv"));
    }

    @Test
    void kubernetesKnowsNoBackupTool() {
        holds(Walls.kubernetesKnowsNoBackupTool(
                "io.kymaros.k8s", "io.kymaros.velero..", "io.kymaros.cli..", "picocli.."));
        falls(Walls.kubernetesKnowsNoBackupTool(BROKEN + ".k8s", BROKEN + ".velero.."), "Velero");
    }

    @Test
    void kubernetesNamesNoResourceOfABackupTool() throws Exception {
        assertThat(Walls.classesThatName("velero.io", classesOf("kymaros-k8s"))).isEmpty();
        assertThat(Walls.classesThatName("velero.io", BROKEN_CLASSES)).containsExactly("PodsGatherer.class");
    }

    @Test
    void veleroSeesTheContractOnly() {
        holds(Walls.backupToolSeesTheContractOnly("io.kymaros.velero", behindTheContractAnd("io.kymaros.cli..")));
        falls(Walls.backupToolSeesTheContractOnly(BROKEN + ".velero", BROKEN + ".k8s.."), "Velero.restore");
    }

    /** What the kit asks of a backup tool is in the contract's Javadoc, and the run may change behind it. */
    @Test
    void testKitSeesTheContractOnly() {
        assertThat(TEST_KIT)
                .extracting(type -> type.getPackageName())
                .contains("io.kymaros.testkit", "io.kymaros.core.arbitrary");
        Walls.backupToolSeesTheContractOnly(
                        "io.kymaros.testkit", behindTheContractAnd("io.kymaros.velero..", "io.kymaros.cli.."))
                .check(TEST_KIT);
    }

    @Test
    void onlyTheRunGathers() {
        holds(Walls.onlyTheRunGathers("io.kymaros.k8s"));
        falls(Walls.onlyTheRunGathers(BROKEN + ".k8s"), "Report.pods()");
    }

    @Test
    void levelsGatherApart() {
        holds(Walls.levelsGatherApart("io.kymaros.k8s", LEVELS));
        falls(
                Walls.levelsGatherApart(BROKEN + ".k8s", Map.of("completeness", Set.of(), "pods", Set.of())),
                "Completeness.missing");
    }

    @Test
    void packagesStandInOrder() {
        holds(Walls.packagesStandInOrder("io.kymaros.core", CORE));
        holds(Walls.packagesStandInOrder("io.kymaros.k8s", KUBERNETES));
        falls(
                Walls.packagesStandInOrder(BROKEN + ".k8s", List.of("completeness", "pods", "report", "run")),
                "Completeness.missing",
                "Report.run");
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        assertThat(packagesIn("io.kymaros.core")).containsExactlyInAnyOrderElementsOf(CORE);
        assertThat(packagesIn("io.kymaros.k8s")).containsExactlyInAnyOrderElementsOf(KUBERNETES);
    }

    @Test
    void packagesHaveNoCycles() {
        holds(Walls.packagesHaveNoCycles("io.kymaros"));
        falls(Walls.packagesHaveNoCycles(BROKEN), "Cycle");
    }

    /** What stands after the contract in the order of the adapter's packages, and others. */
    private static String[] behindTheContractAnd(String... others) {
        Stream<String> behind = KUBERNETES.stream()
                .skip(KUBERNETES.indexOf("backup") + 1L)
                .map(name -> "io.kymaros.k8s." + name + "..");
        return Stream.concat(behind, Stream.of(others)).toArray(String[]::new);
    }

    private static List<String> packagesIn(String root) {
        return HOUSE.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.startsWith(root + "."))
                .map(name -> name.substring(root.length() + 1))
                .distinct()
                .toList();
    }

    private static Path classesOf(String module) {
        return Path.of("..", module, "target", "classes");
    }

    private static boolean isTestKit(Location location) {
        return location.contains("kymaros-testkit");
    }

    private static void holds(ArchRule wall) {
        wall.check(HOUSE);
    }

    private static void falls(ArchRule wall, String... because) {
        assertThatThrownBy(() -> wall.check(BROKEN_HOUSE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(because);
    }
}
