package io.kymaros.k8s.pods;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What explains the state of pods and is not in their status: events, and the claims that they wait for. */
final class Clues {
    private final Map<String, List<Event>> events = new HashMap<>();
    private final Map<String, PersistentVolumeClaim> claims = new HashMap<>();
    private final boolean complete;

    private Clues(boolean complete) {
        this.complete = complete;
    }

    /** No events and no claims. */
    static Clues none() {
        return new Clues(true);
    }

    /**
     * The clues of some namespaces.
     *
     * @param complete whether events and claims could be read; without them less is known, and that is said
     */
    static Clues of(List<Event> events, List<PersistentVolumeClaim> claims, boolean complete) {
        Clues clues = new Clues(complete);
        events.stream()
                .filter(event -> event.getInvolvedObject() != null)
                .sorted(Comparator.comparing(Clues::lastSeen).reversed())
                .forEach(event -> clues.events
                        .computeIfAbsent(key(event), k -> new java.util.ArrayList<>())
                        .add(event));
        claims.forEach(claim -> clues.claims.put(
                claim.getMetadata().getNamespace() + "/" + claim.getMetadata().getName(), claim));
        return clues;
    }

    /** Whether nothing was kept from being read. */
    boolean complete() {
        return complete;
    }

    /** What the newest event of one of some reasons says about an object. */
    Optional<String> said(String namespace, String kind, String name, String... reasons) {
        return about(namespace, kind, name, reasons).map(Event::getMessage).findFirst();
    }

    /** The events of some reasons about an object that say something, the newest first. */
    Stream<Event> about(String namespace, String kind, String name, String... reasons) {
        Set<String> wanted = Set.copyOf(Arrays.asList(reasons));
        return events.getOrDefault(namespace + "/" + kind + "/" + name, List.of()).stream()
                .filter(event -> event.getReason() != null && wanted.contains(event.getReason()))
                .filter(event ->
                        event.getMessage() != null && !event.getMessage().isBlank());
    }

    /** A claim by its name. */
    Optional<PersistentVolumeClaim> claim(String namespace, String name) {
        return Optional.ofNullable(claims.get(namespace + "/" + name));
    }

    private static String key(Event event) {
        return event.getMetadata().getNamespace() + "/"
                + event.getInvolvedObject().getKind() + "/"
                + event.getInvolvedObject().getName();
    }

    /** RFC 3339 in UTC sorts as text; the newer event API has only one of these times. */
    private static String lastSeen(Event event) {
        @Nullable String last = event.getLastTimestamp();
        if (last == null && event.getSeries() != null && event.getSeries().getLastObservedTime() != null) {
            last = event.getSeries().getLastObservedTime().getTime();
        }
        if (last == null && event.getEventTime() != null) {
            last = event.getEventTime().getTime();
        }
        return last == null ? String.valueOf(event.getMetadata().getCreationTimestamp()) : last;
    }
}
