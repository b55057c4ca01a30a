package io.kymaros.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The walls between modules and packages. Each takes the root that it guards, so that a test can hold it against a broken house. */
final class Walls {
    private static final Pattern FLOATING_POINT = Pattern.compile(
            "^ +[0-9]+: ([il]2[df]|[df]2[ildf]|[df](add|sub|mul|div|rem|neg|return|cmp[lg]|const_.*|(load|store).*))\\b"
                    + "|\\b(double|float)\\b|java/lang/(Double|Float)\\b");
    private static final Set<String> SURROUNDINGS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.Locale.getDefault",
            "java.util.TimeZone.getDefault",
            "java.time.ZoneId.systemDefault");
    private static final Set<String> WITH_THE_MACHINES_LOCALE =
            Set.of("toLowerCase", "toUpperCase", "format", "formatted");

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

    /** The same evidence gives the same score and the same words, whenever and wherever it is scored. */
    static ArchRule coreIsTheSameEverywhere(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .accessTargetWhere(describe("reads the clock, chance or the machine", Walls::readsItsSurroundings));
    }

    private static boolean readsItsSurroundings(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        boolean now = owner.startsWith("java.time.") && name.equals("now");
        boolean locale = owner.equals("java.lang.String")
                && WITH_THE_MACHINES_LOCALE.contains(name)
                && access.getTarget() instanceof CodeUnitAccessTarget method
                && method.getRawParameterTypes().stream()
                        .noneMatch(type -> type.getName().equals("java.util.Locale"));
        return now || locale || SURROUNDINGS.contains(owner + "." + name);
    }

    /** Points are integers: the lines of the classes' bytecode that compute with floating point, or pass it on. */
    static List<String> floatingPointIn(Path classes) throws IOException {
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        List<String> arguments = new ArrayList<>(List.of("-c", "-p"));
        classFiles(classes).stream()
                .map(Path::toString)
                .filter(file -> !file.endsWith("module-info.class"))
                .forEach(arguments::add);
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

    /** Nor does it name a backup tool's resources: the class files that hold the name of an API group. */
    static List<String> classesThatName(String apiGroup, Path classes) throws IOException {
        List<String> naming = new ArrayList<>();
        for (Path file : classFiles(classes)) {
            // Constants of ASCII stand in a class file as they are.
            if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(apiGroup)) {
                naming.add(file.getFileName().toString());
            }
        }
        return naming;
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

    /** Only the run knows which evidence is gathered, and in which order. */
    static ArchRule onlyTheRunGathers(String root) {
        DescribedPredicate<JavaClass> itself =
                describe("its own parts", type -> type.getName().contains("Gatherer"));
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .haveSimpleNameEndingWith("Gatherer")
                .should()
                .onlyHaveDependentClassesThat(resideInAPackage(root + ".run..").or(itself))
                .andShould()
                .onlyDependOnClassesThat(describe(
                        "no other gatherer", type -> !type.getSimpleName().endsWith("Gatherer")));
    }

    /** Each level's room gathers for itself: it knows no other level's room, but those that are named beside it. */
    static ArchRule levelsGatherApart(String root, Map<String, Set<String>> levels) {
        List<ArchRule> rules = new ArrayList<>();
        levels.forEach((level, known) -> {
            String[] others = levels.keySet().stream()
                    .filter(other -> !other.equals(level) && !known.contains(other))
                    .map(other -> root + "." + other + "..")
                    .toArray(String[]::new);
            rules.add(noClasses()
                    .that()
                    .resideInAPackage(root + "." + level + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others));
        });
        return CompositeArchRule.of(rules);
    }

    /** Packages stand in one order: each sees those before it, and none after it. */
    static ArchRule packagesStandInOrder(String root, List<String> order) {
        List<ArchRule> rules = new ArrayList<>();
        for (int i = 0; i < order.size() - 1; i++) {
            String[] later = order.subList(i + 1, order.size()).stream()
                    .map(name -> root + "." + name + "..")
                    .toArray(String[]::new);
            rules.add(noClasses()
                    .that()
                    .resideInAPackage(root + "." + order.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later));
        }
        return CompositeArchRule.of(rules);
    }

    /** No two packages need each other. */
    static ArchRule packagesHaveNoCycles(String root) {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    private static List<Path> classFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }
}
