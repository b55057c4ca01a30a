package io.kymaros.k8s.logs;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.k8s.fault.ApiFault;
import io.kymaros.k8s.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects logs and events of the pods that are not ready. Bounded in every direction: pods, lines, bytes, requests at the
 * same time, and time. What can't be read leaves a note and never fails the run.
 */
public final class PodLogsGatherer {
    /** Most pods of one run. */
    static final int MAX_PODS = 20;

    /** Most that is kept of one container's log, in bytes; the end of it. */
    static final int MAX_KEPT = 32 * 1024;

    /** Most that is read of one container's log, in bytes: the lines that were asked for may be of any length. */
    private static final int MAX_READ = 4 * 1024 * 1024;

    private static final int MAX_EVENTS = 20;
    private static final int AT_ONCE = 4;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final Sandbox sandbox;
    private final LogRequest request;
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();

    public PodLogsGatherer(KubernetesClient client, Sandbox sandbox, LogRequest request) {
        this.client = client;
        this.sandbox = sandbox;
        this.request = request;
    }

    /** Collects once. Ends early, with what there is, when the thread is asked to stop. */
    public PodLogs gather(PodStartupEvidence startup) {
        List<PodEvidence> failing =
                startup.pods().stream().filter(pod -> !pod.ready()).toList();
        if (failing.size() > MAX_PODS) {
            notes.add("of " + failing.size() + " pods that are not ready, the first " + MAX_PODS + " were looked at");
        }
        List<Callable<Boolean>> readings = failing.stream()
                .limit(MAX_PODS)
                .<Callable<Boolean>>map(pod -> () -> read(pod))
                .toList();
        ExecutorService readers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Boolean>> done = readers.invokeAll(readings, DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            if (done.stream().anyMatch(Future::isCancelled)) {
                notes.add("not everything could be read in " + DEADLINE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            readers.shutdownNow();
        }
        return PodLogs.fitting(files, notes.stream().distinct().sorted().toList());
    }

    private boolean read(PodEvidence evidence) {
        String name = evidence.podName();
        int slash = name.indexOf('/');
        String source = slash < 0 ? "" : name.substring(0, slash);
        String namespace = slash < 0 ? sandbox.first() : sandbox.namespaces().getOrDefault(source, sandbox.first());
        String file = slash < 0 ? name : source + "_" + name.substring(slash + 1);
        try {
            Pod pod = name.contains(" ")
                    ? null
                    : client.pods()
                            .inNamespace(namespace)
                            .withName(name.substring(slash + 1))
                            .get();
            if (request.events()) {
                events(file, namespace, evidence, pod);
            }
            if (pod != null) {
                containers(pod).forEach(container -> container(file, pod, container));
            }
        } catch (KubernetesClientException e) {
            notes.add("pod " + name + ": " + ApiFault.message(e));
        }
        return true;
    }

    private Stream<Container> containers(Pod pod) {
        Stream<Container> main = pod.getSpec().getContainers().stream();
        return request.init() ? Stream.concat(pod.getSpec().getInitContainers().stream(), main) : main;
    }

    private void container(String file, Pod pod, Container container) {
        ContainerStatus status = statuses(pod)
                .filter(seen -> container.getName().equals(seen.getName()))
                .findFirst()
                .orElse(null);
        if (status == null) {
            return;
        }
        ContainerResource source = client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .inContainer(container.getName());
        String name = file + "." + container.getName();
        if (ended(status.getState()) != null
                || status.getState() != null && status.getState().getRunning() != null) {
            keep(name + ".log", () -> source.tailingLines(request.maxLines()).getLogInputStream());
        }
        if (request.previous() && ended(status.getLastState()) != null) {
            keep(
                    name + ".previous.log",
                    () -> source.terminated().tailingLines(request.maxLines()).getLogInputStream());
        }
    }

    private void keep(String file, Callable<@Nullable InputStream> log) {
        try (InputStream in = log.call()) {
            List<String> lines = in == null ? List.of() : LogText.lines(end(in));
            if (!lines.isEmpty()) {
                List<String> last = lines.subList(Math.max(0, lines.size() - request.maxLines()), lines.size());
                files.put(file, String.join("\n", last) + "\n");
            }
        } catch (KubernetesClientException e) {
            notes.add(file + ": " + ApiFault.message(e));
        } catch (Exception e) {
            notes.add(file + ": the log could not be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** The last bytes of a stream; whatever the stream's length, no more memory than that. */
    private static byte[] end(InputStream in) throws IOException {
        byte[] kept = new byte[2 * MAX_KEPT];
        int length = 0;
        int total = 0;
        int read = in.read(kept, 0, MAX_KEPT);
        while (read >= 0 && total < MAX_READ) {
            length += read;
            total += read;
            if (length > MAX_KEPT) {
                System.arraycopy(kept, length - MAX_KEPT, kept, 0, MAX_KEPT);
                length = MAX_KEPT;
            }
            read = in.read(kept, length, MAX_KEPT);
        }
        return Arrays.copyOf(kept, length);
    }

    /** What ended the containers, in their own words too, and what the cluster has said about the pod or its workload. */
    private void events(String file, String namespace, PodEvidence evidence, @Nullable Pod pod) {
        List<String> lines = new ArrayList<>();
        if (pod != null) {
            statuses(pod).forEach(status -> Stream.of(status.getLastState(), status.getState())
                    .map(PodLogsGatherer::ended)
                    .filter(Objects::nonNull)
                    .map(ended -> "container " + status.getName() + " ended with code " + ended.getExitCode() + ", "
                            + ended.getReason() + ": " + ended.getMessage())
                    .forEach(lines::add));
        }
        String workload = evidence.workload().orElse("");
        Predicate<Event> about = event -> {
            String object = event.getInvolvedObject().getKind() + "/"
                    + event.getInvolvedObject().getName();
            return pod == null
                    ? object.equals(workload)
                    : object.equals("Pod/" + pod.getMetadata().getName());
        };
        try {
            client.v1().events().inNamespace(namespace).list().getItems().stream()
                    .filter(about)
                    .limit(MAX_EVENTS)
                    .map(event -> event.getType() + " " + event.getReason() + ": " + event.getMessage())
                    .forEach(lines::add);
        } catch (KubernetesClientException e) {
            notes.add("events: " + ApiFault.message(e));
        }
        if (!lines.isEmpty()) {
            String name = name(file, evidence) + ".events";
            files.put(
                    name,
                    String.join(
                                    "\n",
                                    lines.stream()
                                            .map(line -> LogText.message(line, LogText.MAX_LINE))
                                            .toList())
                            + "\n");
        }
    }

    /** A pod that was never created has a name with spaces and brackets; a Secret's keys can't. */
    private static String name(String file, PodEvidence evidence) {
        return file.contains(" ") ? evidence.workload().orElse(file).replaceAll("[^-._a-zA-Z0-9]", "_") : file;
    }

    private static Stream<ContainerStatus> statuses(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream());
    }

    private static @Nullable ContainerStateTerminated ended(@Nullable ContainerState state) {
        return state == null ? null : state.getTerminated();
    }
}
