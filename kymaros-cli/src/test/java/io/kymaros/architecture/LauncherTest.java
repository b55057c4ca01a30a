package io.kymaros.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./kymaros} does in a copy of the checkout: builds once, and starts sooner for its class archive. */
@Tag("build")
class LauncherTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String FROM_THE_ARCHIVE = "io.kymaros.cli.Kymaros source: shared objects file (top)";

    @TempDir
    private static Path copy;

    private static House house;
    private static Said first;

    @TempDir
    private Path folder;

    /** What a command said and how it ended. */
    private record Said(int exitCode, String out, String err) {}

    @BeforeAll
    static void build() throws Exception {
        house = House.copiedTo(copy).mavenAsHere();
        first = launch(Map.of(), "--version");
    }

    @Test
    void theFirstStartBuildsAndTheNextDoesNot() throws Exception {
        assertThat(first.out()).startsWith("kymaros ").hasLineCount(1);
        assertThat(first).isEqualTo(saidFirst("kymaros: building, once\n"));
        assertThat(launch(Map.of(), "--version")).isEqualTo(saidFirst(""));
    }

    @Test
    void classesComeFromTheArchive() throws Exception {
        assertThat(classesLoaded(JAVA)).contains(FROM_THE_ARCHIVE);
    }

    @Test
    void anArchiveOfOtherJarsIsPassedOverInSilence() throws Exception {
        Path jar = house.jar("kymaros-examples");
        FileTime built = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        try {
            assertThat(classesLoaded(JAVA)).contains("io.kymaros.cli.Kymaros").doesNotContain(FROM_THE_ARCHIVE);
            assertThat(launch(Map.of(), "--version")).isEqualTo(saidFirst(""));
        } finally {
            Files.setLastModifiedTime(jar, built);
        }
    }

    @Test
    void anotherJavaLeavesTheArchiveAsideAndKeepsItsOwn() throws Exception {
        Path other = java("exec " + JAVA + " \"$@\"");
        assertThat(classesLoaded(other))
                .contains("java.lang.Object source: shared objects file")
                .doesNotContain(FROM_THE_ARCHIVE);
        assertThat(launch(javaHome(other), "--version")).isEqualTo(saidFirst(""));
    }

    @Test
    void whereNoArchiveCanBeMadeAllElseIsTheSame() throws Exception {
        House another = House.copiedTo(folder.resolve("house")).mavenAsHere();
        Path failing = java("case \"$*\" in *ArchiveClassesAtExit*) exit 1 ;; esac", "exec " + JAVA + " \"$@\"");
        assertThat(launch(another.folder(), javaHome(failing), "--version"))
                .isEqualTo(saidFirst("kymaros: building, once\n"));
        assertThat(launch(another.folder(), javaHome(failing), "--version")).isEqualTo(saidFirst(""));
        try (Stream<Path> built = Files.list(another.folder().resolve("kymaros-examples/target"))) {
            assertThat(built.map(path -> path.getFileName().toString()))
                    .contains("lib")
                    .noneMatch(name -> name.startsWith("building") || name.endsWith(".jsa"));
        }
    }

    @Test
    void theExitStatusIsTheCommands() throws Exception {
        assertThat(launch(Map.of()).exitCode()).isEqualTo(64);
        assertThat(launch(Map.of(), "score", "nowhere.yaml").exitCode()).isEqualTo(2);
    }

    /** The command takes the launcher's place, so that whoever stops the launcher stops the command. */
    @Test
    void signalsReachTheCommand() throws Exception {
        Process process = new ProcessBuilder(copy.resolve("kymaros").toString(), "score", "-").start();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!process.info().command().orElse("").endsWith("java") && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            assertThat(process.info().command()).get().asString().endsWith("java");
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    /** What the first start said on stdout, and this on stderr. */
    private static Said saidFirst(String err) {
        return new Said(0, first.out(), err);
    }

    /** The JVM's list of the classes of one start, and where each came from. */
    private String classesLoaded(Path java) throws Exception {
        Path list = folder.resolve("classes.log");
        Map<String, String> environment = new java.util.HashMap<>(javaHome(java));
        environment.put("_JAVA_OPTIONS", "-Xlog:class+load:file=" + list);
        assertThat(launch(environment, "--version").exitCode()).isZero();
        return Files.readString(list);
    }

    /** A Java that is a script. */
    private Path java(String... lines) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("other-java/bin"));
        String script = "#!/bin/sh\n" + String.join("\n", lines) + "\n";
        Path java = Files.writeString(bin.resolve("java"), script);
        return Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    private static Map<String, String> javaHome(Path java) {
        return Map.of("JAVA_HOME", java.getParent().getParent().toString());
    }

    private static Said launch(Map<String, String> environment, String... arguments) throws Exception {
        return launch(copy, environment, arguments);
    }

    private static Said launch(Path checkout, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("kymaros").toString()));
        command.addAll(List.of(arguments));
        Path out = checkout.resolve("out.log");
        Path err = checkout.resolve("err.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(javaHome(JAVA));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
