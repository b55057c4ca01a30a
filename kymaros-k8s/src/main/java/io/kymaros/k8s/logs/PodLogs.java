package io.kymaros.k8s.logs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What failing pods have said: harmless, without secrets, and not too much.
 *
 * @param files text by name, for example {@code api-1.main.log}
 * @param notes what is not there, and why
 */
public record PodLogs(Map<String, String> files, List<String> notes) {
    /** Most of all files together, in bytes: a Secret writes four characters for three bytes, and 256 KiB is its bound. */
    static final int MAX_TOTAL = 192 * 1024;

    /** Nothing was said, or nobody asked. */
    public static final PodLogs NONE = new PodLogs(Map.of(), List.of());

    public PodLogs {
        files = Map.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** Whether there is neither text nor a note. */
    public boolean isEmpty() {
        return files.isEmpty() && notes.isEmpty();
    }

    /** How much there is and what is not, in one line. */
    public String summary() {
        String found = files.size() + (files.size() == 1 ? " file" : " files") + " of failing pods";
        return notes.isEmpty() ? found : LogText.message(found + "; " + String.join("; ", notes), LogText.MAX_LINE);
    }

    /** As much of these files as fits, in the order of their names; of one that does not, the last lines. */
    static PodLogs fitting(Map<String, String> all, List<String> notes) {
        Map<String, String> files = new TreeMap<>();
        List<String> more = new java.util.ArrayList<>(notes);
        int left = MAX_TOTAL;
        for (Map.Entry<String, String> file : new TreeMap<>(all).entrySet()) {
            String text = end(file.getValue(), left);
            if (text.length() < file.getValue().length()) {
                more.add(file.getKey() + ": cut, because all logs together may have " + MAX_TOTAL / 1024 + " KiB");
            }
            if (!text.isEmpty()) {
                files.put(file.getKey(), text);
                left -= text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return new PodLogs(files, more);
    }

    /** The last whole lines of a text that have at most so many bytes. */
    private static String end(String text, int bytes) {
        int start = text.length();
        int used = 0;
        while (start > 0) {
            int line = text.lastIndexOf('\n', start - 2) + 1;
            used += text.substring(line, start).getBytes(StandardCharsets.UTF_8).length;
            if (used > bytes) {
                break;
            }
            start = line;
        }
        return text.substring(start);
    }
}
