package io.kymaros.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kymaros.architecture.House.Build;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build itself refuses what breaks its rules: shown on a copy of the checkout, each time with something broken. */
@Tag("build")
class BuildWallsTest {
    @TempDir
    private Path copy;

    @Test
    void coreMayHaveNoRuntimeDependency() throws Exception {
        House.copiedTo(copy)
                .dependency("kymaros-core", "com.fasterxml.jackson.core:jackson-databind")
                .maven("validate", "-pl", "kymaros-core")
                .isRefused("jackson-databind", "The scoring library has no runtime dependency");
    }

    @Test
    void dependenciesAreReleasesThatAgreeAndStandBelow() throws Exception {
        House.copiedTo(copy)
                .dependency("kymaros-k8s", "info.picocli:picocli")
                .dependency("kymaros-k8s", "org.slf4j:slf4j-api:2.0.18")
                .dependency("kymaros-k8s", "example:moving:1-SNAPSHOT")
                .replace("pom.xml", "<modules>", "<modules><module>moving</module>")
                .write(
                        "moving/pom.xml",
                        "<project><modelVersion>4.0.0</modelVersion><groupId>example</groupId>"
                                + "<artifactId>moving</artifactId><version>1-SNAPSHOT</version></project>")
                .maven("validate", "-pl", "kymaros-k8s", "-am")
                .isRefused(
                        "info.picocli:picocli:jar:",
                        "This module must not know what it now depends on",
                        "Dependency convergence error for org.slf4j:slf4j-api",
                        "example:moving:jar:1-SNAPSHOT",
                        "A snapshot changes under a build");
    }

    @Test
    void pluginsHaveVersions() throws Exception {
        House.copiedTo(copy)
                .replace("pom.xml", "<version>${maven-deploy-plugin.version}</version>", "")
                .maven("validate", "-pl", "kymaros-core")
                .isRefused("maven-deploy-plugin", "A plugin without a version");
    }

    @Test
    void coreSeesNothingButTheBaseModule() throws Exception {
        House.copiedTo(copy)
                .withEmptyCore()
                .inCore(
                        "Sees",
                        "package io.kymaros.core;\n\nfinal class Sees {\n    java.sql.Connection connection;\n}\n")
                .maven("compile", "-pl", "kymaros-core", "-Dquick")
                .isRefused("package java.sql is not visible");
    }

    @Test
    void nullMayNotCrossAMethodsBorder() throws Exception {
        House.copiedTo(copy)
                .withEmptyCore()
                .inCore(
                        "Nothing",
                        "package io.kymaros.core;\n\nfinal class Nothing {\n    String value() {\n        return null;\n    }\n}\n")
                .maven("compile", "-pl", "kymaros-core")
                .isRefused("Nothing.java:[5,9] [NullAway]");
    }

    @Test
    void everyPackageSaysThatItHasNoNulls() throws Exception {
        House.copiedTo(copy)
                .withEmptyCore()
                .inCore("unmarked/Unmarked", "package io.kymaros.core.unmarked;\n\nfinal class Unmarked {}\n")
                .maven("compile", "-pl", "kymaros-core")
                .isRefused("Unmarked.java:[3,7] [RequireExplicitNullMarking]");
    }

    @Test
    void anErrorProneErrorEndsTheBuild() throws Exception {
        House.copiedTo(copy)
                .withEmptyCore()
                .inCore(
                        "Same",
                        "package io.kymaros.core;\n\nfinal class Same {\n    boolean always(String text) {\n        return"
                                + " text.equals(text);\n    }\n}\n")
                .maven("compile", "-pl", "kymaros-core")
                .isRefused("Same.java:[5,27] [SelfEquals]");
    }

    @Test
    void aWarningEndsTheBuild() throws Exception {
        House.copiedTo(copy)
                .withEmptyCore()
                .inCore(
                        "Raw",
                        "package io.kymaros.core;\n\nfinal class Raw {\n    java.util.List names = java.util.List.of();\n}\n")
                .maven("compile", "-pl", "kymaros-core")
                .isRefused("Raw.java:[4,14] found raw type", "warnings found and -Werror specified");
    }

    @Test
    void unformattedCodeEndsTheBuild() throws Exception {
        House.copiedTo(copy)
                .withEmptyCore()
                .inCore("Crooked", "package io.kymaros.core;\nfinal class Crooked{int   x;}\n")
                .maven("process-sources", "-pl", "kymaros-core")
                .isRefused("Crooked.java", "mvn spotless:apply");
    }

    @Test
    void brokenDocumentationEndsTheBuild() throws Exception {
        House.copiedTo(copy)
                .withEmptyCore()
                .inCore("Lost", "package io.kymaros.core;\n\n/** See {@link Nowhere}. */\npublic final class Lost {}\n")
                .maven("prepare-package", "-pl", "kymaros-core", "-DskipTests")
                .isRefused("Lost.java:3", "reference not found");
    }

    @Test
    void aReleaseTakesNothingAwayFromTheOneBefore() throws Exception {
        String api =
                "package io.kymaros.core;\n\n/** Offered. */\npublic final class Api {\n    private Api() {}\n%s}\n";
        String one = "\n    /** One. */\n    public static int one() {\n        return 1;\n    }\n";
        String two = one.replace("One", "Two").replace("one", "two");
        House house = House.copiedTo(copy)
                .withEmptyCore()
                .inCore("Api", api.formatted(one))
                .releasedCore("0.1.0");
        String[] release = {"verify", "-Prelease", "-pl", "kymaros-core", "-Dquick", "-DskipTests"};

        house.inCore("Api", api.formatted(one + two)).maven(release).isGood();
        house.inCore("Api", api.formatted(two))
                .maven(release)
                .isRefused("at least one incompatibility: io.kymaros.core.Api.one():METHOD_REMOVED");
    }

    @Test
    void theSameSourcesGiveTheSameJarsWhereverTheyAreBuilt(@TempDir Path elsewhere) throws Exception {
        House here = House.copiedTo(copy);
        House there = House.copiedTo(elsewhere);
        for (House house : new House[] {here, there}) {
            Build build = house.maven("package", "-pl", "kymaros-cli", "-am", "-Dquick", "-DskipTests");
            build.isGood();
        }
        for (String module :
                new String[] {"kymaros-core", "kymaros-k8s", "kymaros-testkit", "kymaros-velero", "kymaros-cli"}) {
            assertThat(there.jar(module)).hasSameBinaryContentAs(here.jar(module));
        }
    }
}
