package io.kymaros.core.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Marks what was lost and the test says the application can do without. Only a loss is marked: an object that came back
 * sound is what it is.
 */
public final class IgnoredLosses {
    private final List<IgnoredLoss> declared;
    private final Optional<String> onlyNamespace;
    private final Set<IgnoredLoss> matched = new HashSet<>();

    private IgnoredLosses(List<IgnoredLoss> declared, Optional<String> onlyNamespace) {
        this.declared = declared;
        this.onlyNamespace = onlyNamespace;
    }

    /**
     * The evidence with its ignored losses marked, and the entries listed that no loss matches.
     *
     * @param declared what the test says; an object takes the reason of the first entry that matches it
     * @param onlyNamespace the source namespace of objects that name none; empty where that is not known
     */
    public static CompletenessEvidence markedIn(
            CompletenessEvidence evidence, List<? extends IgnoredLoss> declared, Optional<String> onlyNamespace) {
        return declared.isEmpty() ? evidence : new IgnoredLosses(List.copyOf(declared), onlyNamespace).marked(evidence);
    }

    private CompletenessEvidence marked(CompletenessEvidence evidence) {
        List<ResourceTypeEvidence> types = new ArrayList<>();
        for (ResourceTypeEvidence type : evidence.resourceTypes()) {
            types.add(ImmutableResourceTypeEvidence.copyOf(type)
                    .withObjects(type.objects().stream()
                            .map(object -> object.sound() ? object : marked(type.resourceType(), object))
                            .toList()));
        }
        return ImmutableCompletenessEvidence.copyOf(evidence)
                .withResourceTypes(types)
                .withIdleIgnoredLosses(declared.stream()
                        .filter(loss -> !matched.contains(loss))
                        .toList());
    }

    private ObjectEvidence marked(String type, ObjectEvidence lost) {
        Optional<String> namespace = lost.namespace().or(() -> onlyNamespace);
        Optional<IgnoredLoss> match = declared.stream()
                .filter(loss -> loss.matches(type, namespace, lost.name()))
                .findFirst();
        match.ifPresent(matched::add);
        return ImmutableObjectEvidence.copyOf(lost)
                .withIgnored(match.map(IgnoredLoss::reason).or(lost::ignored));
    }
}
