package io.kymaros.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build itself refuses what breaks its rules: shown on a copy of the checkout, each time with one thing broken. */
class BuildWallsTest {
    private static final Set<String> LEFT_OUT = Set.of("target", ".git", "docs", "test", "corpus");
    private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
    private static final String CORE = "kymaros-core/src/main/java/io/kymaros/core/score/";

    @TempDir
    private Path copy;

    /**
     * What a build left.
     *
     * @param exitCode its exit status
     * @param output what it printed
     */
    private record Build(int exitCode, String output) {}

    @BeforeEach
    void copyTheHouse() throws IOException {
        copyTheHouseTo(copy);
    }

    private static void copyTheHouseTo(Path there) throws IOException {
        Files.walkFileTree(HOUSE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(HOUSE)
                        && LEFT_OUT.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(there.resolve(HOUSE.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Files.copy(file, there.resolve(HOUSE.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void theSameSourcesGiveTheSameJarsWhereverTheyAreBuilt(@TempDir Path elsewhere) throws Exception {
        copyTheHouseTo(elsewhere);
        String[] modules = {"kymaros-core", "kymaros-k8s"};
        for (Path house : List.of(copy, elsewhere)) {
            Build build =
                    maven(house, "package", "-pl", String.join(",", modules), "-Dquick", "-Dmaven.test.skip.exec=true");
            assertThat(build.exitCode()).as(build.output()).isZero();
        }
        for (String module : modules) {
            String jar = module + "/target/" + module + "-0.1.0-SNAPSHOT.jar";
            assertThat(elsewhere.resolve(jar)).hasSameBinaryContentAs(copy.resolve(jar));
        }
    }

    @Test
    void coreMayHaveNoRuntimeDependency() throws Exception {
        addDependency("kymaros-core", "com.fasterxml.jackson.core", "jackson-databind");
        refused(maven("validate", "-pl", "kymaros-core"), "jackson-databind");
    }

    @Test
    void kubernetesMayNotDependOnTheCommandLine() throws Exception {
        addDependency("kymaros-k8s", "info.picocli", "picocli");
        refused(maven("validate", "-pl", "kymaros-k8s", "-am"), "info.picocli:picocli");
    }

    @Test
    void coreSeesNothingButTheBaseModule() throws Exception {
        write(
                "Sees.java",
                "package io.kymaros.core.score;\n\nfinal class Sees {\n    java.sql.Connection connection;\n}\n");
        refused(maven("compile", "-pl", "kymaros-core", "-Dquick"), "java.sql");
    }

    @Test
    void nullMayNotCrossAMethodsBorder() throws Exception {
        write(
                "Nothing.java",
                "package io.kymaros.core.score;\n\nfinal class Nothing {\n    String value() {\n        return null;\n    }\n}\n");
        refused(maven("compile", "-pl", "kymaros-core"), "[NullAway]");
    }

    @Test
    void anErrorProneErrorEndsTheBuild() throws Exception {
        write(
                "Same.java",
                "package io.kymaros.core.score;\n\nfinal class Same {\n    boolean always(String text) {\n        return"
                        + " text.equals(text);\n    }\n}\n");
        refused(maven("compile", "-pl", "kymaros-core"), "[SelfEquals]");
    }

    @Test
    void unformattedCodeEndsTheBuild() throws Exception {
        write("Crooked.java", "package io.kymaros.core.score;\nfinal class Crooked{int   x;}\n");
        refused(maven("process-sources", "-pl", "kymaros-core"), "Crooked.java");
    }

    private void write(String name, String code) throws IOException {
        Files.writeString(copy.resolve(CORE + name), code);
    }

    private void addDependency(String module, String group, String artifact) throws IOException {
        Path pom = copy.resolve(module).resolve("pom.xml");
        String text = Files.readString(pom);
        int start = text.indexOf("<dependencies>") + "<dependencies>".length();
        Files.writeString(
                pom,
                text.substring(0, start) + "<dependency><groupId>" + group + "</groupId><artifactId>" + artifact
                        + "</artifactId></dependency>" + text.substring(start));
    }

    private Build maven(String... arguments) throws Exception {
        return maven(copy, arguments);
    }

    private static Build maven(Path house, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-o"));
        command.addAll(List.of(arguments));
        Path output = house.resolve("build.log");
        Process process = new ProcessBuilder(command)
                .directory(house.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Build(process.exitValue(), Files.readString(output));
    }

    private static void refused(Build build, String because) {
        assertThat(build.output()).contains(because);
        assertThat(build.exitCode()).isNotZero();
    }
}
