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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A copy of the checkout, to break something in and to build. Tests, documents and what was built before stay behind.
 *
 * @param folder where the copy lies
 */
record House(Path folder) {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> LEFT_OUT = Set.of("target", ".git", "docs", "test", "corpus");
    private static final String CORE = "kymaros-core/src/main/java/";

    /**
     * What a build left.
     *
     * @param exitCode its exit status
     * @param output what it printed
     */
    record Build(int exitCode, String output) {
        void isRefused(String... because) {
            assertThat(output).contains(because);
            assertThat(exitCode).isNotZero();
        }

        void isGood() {
            assertThat(exitCode).as(output).isZero();
        }
    }

    static House copiedTo(Path folder) throws IOException {
        Files.walkFileTree(CHECKOUT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                if (!from.equals(CHECKOUT)
                        && LEFT_OUT.contains(from.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(folder.resolve(CHECKOUT.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Files.copy(file, folder.resolve(CHECKOUT.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new House(folder);
    }

    /** Leaves of the scoring library only what says how it is built, so that a build of it takes no time. */
    House withEmptyCore() throws IOException {
        Path sources = folder.resolve(CORE);
        String module = Files.readString(sources.resolve("module-info.java"))
                .lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("exports"))
                .collect(Collectors.joining("\n", "", "\n"));
        Files.move(sources, folder.resolve("core-as-it-was"));
        write(CORE + "module-info.java", module);
        inCore("package-info", "@org.jspecify.annotations.NullMarked\npackage io.kymaros.core;\n");
        return this;
    }

    /** Adds a class to the scoring library's root package. */
    House inCore(String name, String code) throws IOException {
        return write(CORE + "io/kymaros/core/" + name + ".java", code);
    }

    House write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        return this;
    }

    House replace(String file, String before, String after) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(before);
        return write(file, text.replace(before, after));
    }

    House dependency(String module, String coordinates) throws IOException {
        String[] parts = coordinates.split(":", -1);
        String version = parts.length > 2 ? "<version>" + parts[2] + "</version>" : "";
        return replace(
                module + "/pom.xml",
                "<dependencies>",
                "<dependencies><dependency><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId>"
                        + version + "</dependency>");
    }

    /** Has the scoring library as it is here count as a release, for this copy alone. */
    House releasedCore(String version) throws IOException, InterruptedException {
        maven("package", "-pl", "kymaros-core", "-Dquick", "-DskipTests").isGood();
        Path kymaros = Path.of("io", "kymaros");
        Path everyones = Path.of(System.getProperty(
                "localRepository",
                Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));
        link(everyones, repository(), kymaros.getName(0));
        link(everyones.resolve("io"), repository().resolve("io"), kymaros.getName(1));
        Path release = repository().resolve(kymaros).resolve("kymaros-core").resolve(version);
        Files.createDirectories(release);
        Files.copy(jar("kymaros-core"), release.resolve("kymaros-core-" + version + ".jar"));
        Files.writeString(
                release.resolve("kymaros-core-" + version + ".pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>io.kymaros</groupId>"
                        + "<artifactId>kymaros-core</artifactId><version>" + version + "</version></project>");
        return this;
    }

    private Path repository() {
        return folder.resolve("repository");
    }

    private static void link(Path from, Path to, Path butNot) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.filter(entry -> !entry.endsWith(butNot)).toList()) {
                Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
            }
        }
    }

    /** Has each Maven here, whoever starts it, take what it needs from where this build has it. */
    House mavenAsHere() throws IOException {
        String repository = System.getProperty("localRepository");
        return repository == null ? this : write(".mvn/maven.config", "-Dmaven.repo.local=" + repository + "\n");
    }

    /** Runs Maven here, without a network unless there is a release: only then are a release's plugins asked for. */
    Build maven(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp"));
        String repository = System.getProperty("localRepository");
        if (Files.exists(repository())) {
            command.add("-Dmaven.repo.local=" + repository());
        } else if (repository != null) {
            command.addAll(List.of("-o", "-Dmaven.repo.local=" + repository));
        } else {
            command.add("-o");
        }
        command.addAll(List.of(arguments));
        Path output = folder.resolve("build.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        return new Build(process.exitValue(), Files.readString(output));
    }

    Path jar(String module) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(module).resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().matches(module + "-[0-9][^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
