package io.kymaros.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The walls between modules and packages. Each takes the root that it guards, so that a test can hold it against a broken house. */
final class Walls {
    private static final Pattern FLOATING_POINT = Pattern.compile(
            "^ +[0-9]+: ([il]2[df]|[df]2[ildf]|[df](add|sub|mul|div|rem|neg|return|cmp[lg]|const_.*|(load|store).*))\\b"
                    + "|\\b(double|float)\\b|java/lang/(Double|Float)\\b");

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

    /** Points are integers: the lines of the classes' bytecode that compute with floating point, or pass it on. */
    static List<String> floatingPointIn(Path classes) throws IOException {
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        List<String> arguments = new ArrayList<>(List.of("-c", "-p"));
        try (Stream<Path> files = Files.walk(classes)) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".class") && !file.endsWith("module-info.class"))
                    .forEach(arguments::add);
        }
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        if (javap.run(printer, printer, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(out.toString());
        }
        return out.toString()
                .lines()
                .filter(line -> FLOATING_POINT.matcher(line).find())
                .toList();
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
