package io.kymaros.k8s.logs;

/**
 * What to keep of what failing pods have said.
 *
 * @param enabled whether a test asks for a Secret with the logs beside its report
 * @param maxLines lines of each container, the last ones
 * @param events whether to add the events about the pod
 * @param init whether to add init containers
 * @param previous whether to add the log of a container's previous start, which is the one that crashed
 */
public record LogRequest(boolean enabled, int maxLines, boolean events, boolean init, boolean previous) {
    /** Lines of each container where nothing else is said. */
    public static final int DEFAULT_LINES = 100;

    /** What a test that says nothing about logs gets: none, because an application may write anything into its log. */
    public static final LogRequest NONE = new LogRequest(false, DEFAULT_LINES, true, true, true);
}
