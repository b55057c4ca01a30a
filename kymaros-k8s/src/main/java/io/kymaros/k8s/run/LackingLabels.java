package io.kymaros.k8s.run;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kymaros.core.evidence.ImmutableCompletenessEvidence;
import io.kymaros.core.evidence.ImmutableObjectEvidence;
import io.kymaros.core.evidence.ImmutablePodEvidence;
import io.kymaros.core.evidence.ImmutablePodStartupEvidence;
import io.kymaros.core.evidence.ImmutableResourceTypeEvidence;
import io.kymaros.core.evidence.ImmutableRunEvidence;
import io.kymaros.core.evidence.ObjectEvidence;
import io.kymaros.core.evidence.PodEvidence;
import io.kymaros.core.evidence.PodStartupEvidence;
import io.kymaros.core.evidence.RestoreEvidence;
import io.kymaros.core.evidence.RunEvidence;
import io.kymaros.k8s.fault.Refusal;
import io.kymaros.k8s.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Labels of the source's namespaces that the sandbox's do not have. Policies of the cluster look at them: what they deny in the
 * sandbox they may well admit in the source, and so the denial says nothing of the backup.
 */
final class LackingLabels {
    private static final String NAME = "kubernetes.io/metadata.name";
    private static final Set<Refusal> DENIALS =
            Set.of(Refusal.DENIED_BY_WEBHOOK, Refusal.DENIED_BY_POLICY, Refusal.POD_SECURITY);

    private final KubernetesClient client;
    private final Sandbox sandbox;

    LackingLabels(KubernetesClient client, Sandbox sandbox) {
        this.client = client;
        this.sandbox = sandbox;
    }

    /** The evidence with each denial told as the sandbox's, where that lacks labels, or where that can't be found out. */
    RunEvidence toldApart(RunEvidence evidence) {
        boolean denied = evidence.restore().map(RestoreEvidence::errorMessages).orElse(List.of()).stream()
                        .anyMatch(LackingLabels::isDenial)
                || pods(evidence).stream().anyMatch(LackingLabels::isDenied);
        Optional<String> why = denied ? why() : Optional.empty();
        return why.map(reason -> told(evidence, "; " + reason)).orElse(evidence);
    }

    private static boolean isDenial(String message) {
        return DENIALS.contains(Refusal.of(message));
    }

    private static boolean isDenied(PodEvidence pod) {
        return !pod.ready() && pod.message().filter(LackingLabels::isDenial).isPresent();
    }

    private static List<PodEvidence> pods(RunEvidence evidence) {
        return evidence.podStartup().map(PodStartupEvidence::pods).orElse(List.of());
    }

    /** Why a denial may be the sandbox's alone; empty if it has all labels of its source. */
    private Optional<String> why() {
        Set<String> lacking = new TreeSet<>();
        for (Map.Entry<String, String> pair : sandbox.namespaces().entrySet()) {
            try {
                Namespace source = client.namespaces().withName(pair.getKey()).get();
                Namespace target = client.namespaces().withName(pair.getValue()).get();
                if (source == null || target == null) {
                    return Optional.of(
                            "whether the sandbox lacks a label by which the source was exempt can't be found out,"
                                    + " since one of them is gone");
                }
                Map<String, String> there = labels(target);
                labels(source).forEach((key, value) -> {
                    if (!key.equals(NAME) && !value.equals(there.get(key))) {
                        lacking.add(key + ": " + value);
                    }
                });
            } catch (KubernetesClientException e) {
                return Optional.of("whether the sandbox lacks a label by which the source is exempt can't be read");
            }
        }
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "the source has labels that the sandbox lacks, and may be exempt by one of them; to have them in"
                                + " the sandbox too, write spec.sandbox.labels: {" + String.join(", ", lacking) + "}");
    }

    private static Map<String, String> labels(Namespace namespace) {
        return Optional.ofNullable(namespace.getMetadata().getLabels()).orElse(Map.of());
    }

    private static RunEvidence told(RunEvidence evidence, String why) {
        Map<String, String> reworded = new HashMap<>();
        ImmutableRunEvidence told = ImmutableRunEvidence.copyOf(evidence);
        if (evidence.restore().isPresent()) {
            RestoreEvidence restore = evidence.restore().get();
            List<String> errors = new ArrayList<>();
            List<String> theirs = new ArrayList<>(restore.environmentErrors());
            for (String error : restore.errorMessages()) {
                if (isDenial(error)) {
                    reworded.put(error, error + why);
                    theirs.add(error + why);
                } else {
                    errors.add(error);
                }
            }
            told = told.withRestore(RestoreEvidence.builder()
                    .from(restore)
                    .errorMessages(errors)
                    .environmentErrors(theirs)
                    .build());
        }
        return told.withCompleteness(
                        evidence.completeness().map(completeness -> ImmutableCompletenessEvidence.copyOf(completeness)
                                .withResourceTypes(completeness.resourceTypes().stream()
                                        .map(type -> ImmutableResourceTypeEvidence.copyOf(type)
                                                .withObjects(type.objects().stream()
                                                        .map(object -> told(object, reworded))
                                                        .toList()))
                                        .toList())))
                .withPodStartup(evidence.podStartup().map(startup -> ImmutablePodStartupEvidence.copyOf(startup)
                        .withPods(startup.pods().stream()
                                .map(pod -> isDenied(pod) ? told(pod, why) : pod)
                                .toList())));
    }

    private static ObjectEvidence told(ObjectEvidence object, Map<String, String> reworded) {
        return object.toolMessage()
                .map(reworded::get)
                .<ObjectEvidence>map(
                        message -> ImmutableObjectEvidence.copyOf(object).withToolMessage(message))
                .orElse(object);
    }

    private static PodEvidence told(PodEvidence pod, String why) {
        return ImmutablePodEvidence.copyOf(pod)
                .withUnknown(true)
                .withMessage(pod.message().orElse("") + why);
    }
}
