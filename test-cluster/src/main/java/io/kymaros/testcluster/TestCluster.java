package io.kymaros.testcluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running cluster of real parts on loopback. Safe for use by several threads. */
public final class TestCluster implements AutoCloseable {
    private static final long START_MINUTES = 75;
    private static final long COMMAND_MINUTES = 3;

    private final Path home;
    private final Path dir;
    private final Properties properties = new Properties();

    private TestCluster(Path home, Path dir) {
        this.home = home;
        this.dir = dir;
    }

    /** Users of the cluster, each with a kubeconfig of its own. */
    public enum User {
        /** May do everything. */
        ADMIN,
        /** May do what is granted to the group {@code kymaros}; nothing in a fresh cluster. */
        KYMAROS,
        /** May do nothing. */
        NOBODY;

        private String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Parts of the cluster that a test can stop and start again. */
    public enum Part {
        ETCD("etcd"),
        API_SERVER("kube-apiserver"),
        CONTROLLER_MANAGER("kube-controller-manager"),
        SCHEDULER("kube-scheduler"),
        KWOK("kwok"),
        S3("s3"),
        VELERO("velero");

        private final String text;

        Part(String text) {
            this.text = text;
        }
    }

    /**
     * What a command left.
     *
     * @param exitCode its exit code
     * @param out its standard output
     * @param err its standard error
     */
    public record Output(int exitCode, String out, String err) {
        /** The standard output of a command that succeeded. */
        public String orFail() {
            if (exitCode != 0) {
                throw new IllegalStateException("exit code " + exitCode + ": " + err + out);
            }
            return out;
        }
    }

    /** Starts a cluster; it ends with this process at the latest. */
    public static TestCluster start() {
        Path home = home();
        try {
            Path dir = Files.createTempDirectory("kymaros-test-cluster-");
            TestCluster cluster = new TestCluster(home, dir);
            cluster.run(
                            START_MINUTES,
                            "",
                            home.resolve("up").toString(),
                            "--dir",
                            dir.toString(),
                            "--watch-pid",
                            Long.toString(ProcessHandle.current().pid()))
                    .orFail();
            try (InputStream in = Files.newInputStream(dir.resolve("cluster.properties"))) {
                cluster.properties.load(in);
            }
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path home() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("test-cluster").resolve("up"))) {
                return folder.resolve("test-cluster");
            }
        }
        throw new IllegalStateException("no folder above the working directory holds test-cluster/up");
    }

    /** Address of the API server. */
    public String server() {
        return properties.getProperty("server");
    }

    /** Kubeconfig of a user. */
    public Path kubeconfig(User user) {
        return dir.resolve(user.text() + ".kubeconfig");
    }

    /** Folder of the parts' logs. */
    public Path logs() {
        return dir.resolve("logs");
    }

    /** The file that every pod's log is read from, in CRI format: {@code <RFC 3339 time> stdout F <text>}. */
    public Path podLog() {
        return Path.of(properties.getProperty("podLog"));
    }

    /** Address of the S3 server; backups lie in the bucket {@code velero}, and no signature is asked for. */
    public String s3() {
        return properties.getProperty("s3");
    }

    /** One of the cluster's binaries, for example {@code kubectl}. */
    public Path binary(String name) {
        return Path.of(properties.getProperty("bin")).resolve(name);
    }

    /** Runs kubectl as admin. */
    public Output kubectl(String... arguments) {
        return run(COMMAND_MINUTES, "", command("kubectl", arguments));
    }

    /** Applies YAML as admin. */
    public void apply(String yaml) {
        run(COMMAND_MINUTES, yaml, command("kubectl", "apply", "--server-side", "-f", "-"))
                .orFail();
    }

    /** Runs the velero command. */
    public Output velero(String... arguments) {
        return run(COMMAND_MINUTES, "", command("velero", arguments));
    }

    private String[] command(String binary, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(binary(binary).toString());
        command.add("--kubeconfig");
        command.add(kubeconfig(User.ADMIN).toString());
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    /** Sends a signal to a part, for example {@code STOP}, {@code CONT} or {@code KILL}. */
    public void signal(Part part, String signal) {
        run(COMMAND_MINUTES, "", "kill", "-s", signal, "--", "-" + pid(part)).orFail();
    }

    private long pid(Part part) {
        try {
            String state = Files.readString(dir.resolve("processes.json"));
            Matcher pid = Pattern.compile("\"name\": \"" + Pattern.quote(part.text) + "\",\\s*\"pid\": ([0-9]+)")
                    .matcher(state);
            if (!pid.find()) {
                throw new IllegalStateException(part.text + " is not part of " + dir);
            }
            return Long.parseLong(pid.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the cluster and removes its folder. */
    @Override
    public void close() {
        run(COMMAND_MINUTES, "", home.resolve("down").toString(), "--dir", dir.toString())
                .orFail();
    }

    private Output run(long minutes, String input, String... command) {
        try {
            Path out = Files.createTempFile("test-cluster", ".out");
            Path err = Files.createTempFile("test-cluster", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                try (OutputStream stdin = process.getOutputStream()) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                }
                if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(
                            String.join(" ", command) + " took more than " + minutes + " minutes");
                }
                return new Output(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command[0], e);
        }
    }
}
