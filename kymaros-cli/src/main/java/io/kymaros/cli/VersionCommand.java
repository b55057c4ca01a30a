package io.kymaros.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the version. */
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Objects.requireNonNull(spec).commandLine().getOut().println(new Versions().getVersion()[0]);
        return ExitCode.PASSED;
    }

    /** Reads the version that the build has written down. */
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (InputStream in = VersionCommand.class.getResourceAsStream("/io/kymaros/cli/version.properties")) {
                Properties properties = new Properties();
                properties.load(Objects.requireNonNull(in, "version.properties is missing"));
                return new String[] {"kymaros " + properties.getProperty("version")};
            }
        }
    }
}
