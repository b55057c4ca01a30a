package io.kymaros.benchmarks.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole process: from its start to its end, with the most memory that it held. */
final class MeteredProcess {
    private static final long POLL_MILLIS = 10;

    private MeteredProcess() {}

    /**
     * What a process took.
     *
     * @param seconds from its start to its end
     * @param processorSeconds what it kept processors busy for
     * @param peakBytes the most memory it had resident, as Linux counts it
     * @param output its standard output
     */
    record Metered(double seconds, double processorSeconds, long peakBytes, List<String> output) {}

    /** Runs a command. Its output goes to a file, so that nobody has to read it meanwhile. */
    static Metered run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        Path output = Files.createTempFile("cost", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            long began = System.nanoTime();
            Process process = builder.start();
            long peak = 0;
            Duration busy = Duration.ZERO;
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, residentPeak(process.pid()));
                busy = process.info().totalCpuDuration().orElse(busy);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
            }
            return new Metered(seconds, busy.toNanos() / 1e9, peak, Files.readAllLines(output));
        } finally {
            Files.delete(output);
        }
    }

    /** The kernel keeps the peak, so that only what is used in the last milliseconds may be missed. */
    private static long residentPeak(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException e) {
            // The process has ended.
        }
        return 0;
    }
}
