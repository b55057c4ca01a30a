package io.kymaros.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The walls between modules and packages. Each takes the root that it guards, so that a test can hold it against a broken house. */
final class Walls {
    private Walls() {}

    /** The scoring library is pure: nothing but the JDK at run time. */
    static ArchRule coreKnowsNothingButTheJdk(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        root + "..", "java.lang..", "java.util..", "java.time..", "org.immutables..", "org.jspecify..");
    }

    /** The same evidence gives the same score, whenever it is asked for. */
    static ArchRule coreHasNoClock(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime");
    }

    /** Points are integers: no floating point anywhere. */
    static ArchRule coreHasNoFloatingPoint(String root) {
        return noClasses().that().resideInAPackage(root + "..").should().dependOnClassesThat(floatingPoint());
    }

    private static DescribedPredicate<JavaClass> floatingPoint() {
        return DescribedPredicate.describe(
                "are floating point numbers",
                type -> type.isEquivalentTo(double.class)
                        || type.isEquivalentTo(float.class)
                        || type.isEquivalentTo(Double.class)
                        || type.isEquivalentTo(Float.class));
    }

    /** The Kubernetes adapter knows of no backup tool and of no command line. */
    static ArchRule kubernetesKnowsNoBackupTool(String root, String... above) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above);
    }

    /** A backup tool's adapter sees the run's contract, and not the run. */
    static ArchRule backupToolSeesTheContractOnly(String root, String... hidden) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(hidden);
    }

    /** Only the run knows in which order evidence is gathered: gatherers don't know each other's packages. */
    static ArchRule packagesHaveNoCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }
}
