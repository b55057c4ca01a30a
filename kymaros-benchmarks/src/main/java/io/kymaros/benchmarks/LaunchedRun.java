package io.kymaros.benchmarks;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.kymaros.k8s.api.RestoreReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./kymaros run} as an operator starts it: a process of its own, in a cold JVM. */
final class LaunchedRun {
    private LaunchedRun() {}

    /** Builds the command if it is older than its sources, so that no run has to. */
    static void prepare() throws IOException, InterruptedException {
        launch("--version");
    }

    /** Runs a test to its end. Returns its report, which is a Pass. */
    static RestoreReport of(String test, String namespace, Path kubeconfig) throws IOException, InterruptedException {
        return Serialization.unmarshal(
                launch("run", test, "-n", namespace, "--kubeconfig", kubeconfig.toString(), "-o", "yaml"),
                RestoreReport.class);
    }

    private static String launch(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Path.of("kymaros").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("kymaros", ".out");
        Path err = Files.createTempFile("kymaros", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ": "
                        + Files.readString(err) + Files.readString(out));
            }
            return Files.readString(out);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
